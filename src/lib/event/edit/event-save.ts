// From what was typed about an event's own parts to what is kept of them.
import { gathered } from '#lib/listing/fields/localised.ts';
import { pictureAddress } from '#lib/listing/pictures/pictures.ts';
import { pinEntries } from '#lib/listing/pin/pin.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { instantOf } from '#lib/time/local-time.ts';
import type { Series } from '#lib/event/recurrence/recurrence.ts';
import type { Fields } from './event-schema.ts';
import { seriesOf, spanOf } from './event-time.ts';
import { localFrom } from '#lib/time/written-dates.ts';

/** What an event is saved with. */
export interface EventSave {
	listing: ListingDocument;
	/** What its dates follow from. */
	series: Series;
	/** It is said of the other parts of a divided series, too. */
	allParts?: boolean;
	/** Dates that have taken place are changed as well: they were entered wrongly. */
	pastToo?: boolean;
	/**
	 * Town and pin as they were sent; the gazetteer makes the document's keys of them
	 * (pin.server.ts).
	 */
	pin: Pick<Fields, keyof typeof pinEntries>;
}

/** Fields that the document has in another form. */
const notKept = new Set([
	...['starts_day', 'starts_time', 'ends_day', 'ends_time', 'time_was'],
	'reason',
	...['repeats', 'interval', 'weekdays', 'ends', 'count', 'until', 'rule', 'left_out'],
	...Object.keys(pinEntries)
]);
const kept = (key: string) => !notKept.has(key) && !key.startsWith('picture_');

/** The picture's keys of the document; without a picture nothing is said about one. */
function imageOf(value: Fields): ListingDocument {
	const { picture_width: width, picture_height: height } = value;
	const path = value.picture_id === null ? value.picture_path : pictureAddress(value.picture_id);
	const there = path !== null && width !== null && height !== null;
	return {
		image_path: there ? path : null,
		image_width: there ? width : null,
		image_height: there ? height : null,
		image_alt: there ? (gathered(value).picture_alt ?? {}) : {},
		image_credit: there ? value.picture_credit : null
	};
}

/** What fields are saved as that no check has found anything wrong with. */
export function saveOf(value: Fields): EventSave {
	const span = spanOf(value);
	// Ruled out by the checks before.
	if (!span) throw new Error('an event without a time');
	const series = seriesOf(value, span);
	const {
		exactness,
		cost,
		deadline_day,
		deadline_time,
		join_url,
		join_minutes,
		organisers,
		documents,
		...rest
	} = value;
	const paid = cost === 'paid';
	const pin = Object.fromEntries(
		Object.keys(pinEntries).map((key) => [key, value[key as keyof typeof pinEntries]])
	) as EventSave['pin'];
	return {
		series,
		pin,
		listing: {
			...Object.fromEntries(Object.entries(gathered(rest)).filter(([key]) => kept(key))),
			date_precision: exactness === 'time' ? 'minute' : exactness,
			all_day: series.allDay,
			starts_local: series.startsLocal,
			ends_local: series.endsLocal,
			recurrence: series.rule,
			exceptions: series.exceptions,
			status_reason: gathered(value).reason ?? {},
			free: cost === 'unknown' ? null : cost === 'free',
			price: paid ? (gathered(value).price ?? {}) : {},
			registration_deadline:
				deadline_day === null
					? null
					: // As the database writes instants, so that two versions can be compared as texts.
						instantOf(localFrom(deadline_day, deadline_time ?? '24:00'), value.time_zone).replace(
							/Z$/,
							'+00:00'
						),
			organisers: organisers.map((one) => {
				const id = uuidFrom(one);
				return id === undefined ? { name: one } : { organisation_id: id };
			}),
			documents: documents.filter(({ url }) => url !== null).map(gathered),
			...imageOf(value),
			join_link: join_url === null ? null : { url: join_url, visible_minutes: join_minutes }
		}
	};
}
