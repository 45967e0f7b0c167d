// PostgreSQL for the suites that compare it with the embedded database. Debian's postgresql-15 with
// PostGIS is used when it is there and installed when that is possible; otherwise those suites are
// skipped and it is said why. With CI=true nothing may be skipped, so there it is an error.
import { checkerInstalled, postgresInstalled } from '../../supabase/tests/throwaway.ts';
import { installPackages } from './packages.ts';

export { postgresInstalled, startThrowawayServer } from '../../supabase/tests/throwaway.ts';
export type { ThrowawayServer } from '../../supabase/tests/throwaway.ts';

// The last one is what `supabase db lint` looks into functions with.
const PACKAGES = ['postgresql-15', 'postgresql-15-postgis-3', 'postgresql-15-plpgsql-check'];

/**
 * Makes sure that a throwaway server can be started. Called once before the suites run.
 * @returns null when it can, otherwise why not. @throws with CI=true when it cannot.
 */
export function providePostgres(): string | null {
	if (postgresInstalled() && checkerInstalled()) return null;
	const reason = installPackages(PACKAGES);
	// Without the checker one test of the migrations is skipped, and says so itself.
	if (postgresInstalled() && (checkerInstalled() || process.env.CI !== 'true')) return null;
	const sentence = `PostgreSQL 15 with PostGIS is not installed (${reason})`;
	if (process.env.CI === 'true')
		throw new Error(`${sentence}; with CI=true nothing may be skipped.`);
	return sentence;
}
