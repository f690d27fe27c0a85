#!/usr/bin/env bash
# Run once by the PostgreSQL image in a new cluster: the roles, the database, their passwords.
set -euo pipefail

psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 --file /deploy/roles.sql
psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 \
  --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
ALTER ROLE senregister_owner PASSWORD :'owner';
ALTER ROLE senregister_app PASSWORD :'app';
SQL
