-- The two roles and the database they share. Run once, as a superuser, in a new cluster.
--
-- senregister_owner migrates and owns every table. senregister_app serves the pages: it owns
-- nothing, so row-level security binds it, and it cannot change the tables or empty them.

CREATE ROLE senregister_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE senregister_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

-- So that the owner may end the application's sessions, to drop or restore a database.
GRANT senregister_app TO senregister_owner;

CREATE DATABASE senregister OWNER senregister_owner;

\connect senregister
\ir grants.sql
