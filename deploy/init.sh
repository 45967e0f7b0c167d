#!/bin/sh
# Run once by the image of PostgreSQL, when its folder is still empty.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$TIKLS_PASSWORD" -U "$POSTGRES_USER" -f /tikls.sql
