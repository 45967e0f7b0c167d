// A month in an address, `2026-12`: any other text there is an address nobody has.
export { isMonth as match } from '#lib/time/month.ts';
