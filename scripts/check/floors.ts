// In which order the folders of src/lib stand on each other. A file imports from its own folder and
// from floors below, never from one above or beside: so what lies below can be read, tested and
// moved without what lies on top of it. A folder named with a path (`event/edit`) has a floor of
// its own; the others lie on that of the folder around them.

/** From the ground up. Folders of one floor know nothing of each other. */
export const floors: readonly (readonly string[])[] = [
	['i18n', 'log', 'speech'],
	['backend/embedded', 'form', 'geo', 'ui'],
	['backend'],
	['http'],
	['network'],
	['formats', 'time'],
	['map/basemap', 'page'],
	['filter', 'mail', 'map'],
	['account'],
	['jobs'],
	['listing'],
	['event/recurrence'],
	['event'],
	['organisation'],
	['search'],
	['event/edit', 'feed', 'organisation/edit'],
	['explorer', 'history', 'numbers'],
	['correction'],
	['desk', 'seed']
];
