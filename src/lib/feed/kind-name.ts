import { network } from '../../../network.config.ts';
import type { Locale } from '../page/paths.ts';

/** What one organisation of a kind is called; its identifier when the configuration no longer knows it. */
export function kindName(id: string, locale: Locale): string {
	return network.kinds.find((kind) => kind.id === id)?.name[locale] ?? id;
}
