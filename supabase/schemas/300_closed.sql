-- The end of the book. A function can be called by everybody from its birth; this takes that away
-- from all of them at once, so that none can be forgotten. What somebody may call is granted by
-- name under the function itself.

revoke execute on all functions in schema public, internal from public;

reset check_function_bodies;
