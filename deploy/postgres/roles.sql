-- The two roles and the database they share. Run once, as a superuser, in a new cluster.
--
-- senregister_owner migrates and owns every table. senregister_app serves the pages: it owns
-- nothing, so row-level security binds it, and it cannot change the tables or empty them.

CREATE ROLE senregister_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE senregister_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

CREATE DATABASE senregister OWNER senregister_owner;

\connect senregister
\ir grants.sql
