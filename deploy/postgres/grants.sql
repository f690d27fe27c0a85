-- What the application may do with tables its owner has yet to make. A migration may take away
-- more (history is append-only); it never needs to give.

ALTER DEFAULT PRIVILEGES FOR ROLE senregister_owner
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO senregister_app;
ALTER DEFAULT PRIVILEGES FOR ROLE senregister_owner
  GRANT USAGE, SELECT ON SEQUENCES TO senregister_app;
