// The form by which an organisation says that it has closed or moved.
import { requiredText, text } from '#lib/form/form.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayFrom } from '#lib/time/written-dates.ts';
import * as v from 'valibot';

const what = ['closed', 'moved'] as const;

/** Days as the database takes them. */
const isInOurTime = (day: string) => day >= '1990-01-01' && day < '2200-01-01';

export const closingForm = () =>
	v.pipe(
		v.object({
			what: v.picklist(what, () => m.still_true_what_missing()),
			on: v.pipe(
				requiredText(40, m.still_true_on_missing),
				v.transform((written) => dayFrom(written) ?? ''),
				v.check(isInOurTime, () => m.still_true_on_wrong())
			),
			whereTo: text(500)
		}),
		v.forward(
			v.partialCheck(
				[['what'], ['whereTo']],
				({ what, whereTo }) => what !== 'moved' || whereTo !== null,
				() => m.still_true_where_missing()
			),
			['whereTo']
		)
	);
