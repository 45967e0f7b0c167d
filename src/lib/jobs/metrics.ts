// How an installation is, as numbers for programs that watch: OpenMetrics 1.0
// (https://prometheus.io/docs/specs/om/open_metrics_spec/). Names end in their unit, times are Unix
// seconds, sizes bytes.
import type { Answers } from '#lib/log/answers.server.ts';
import type { Health } from '#lib/http/health.ts';
import type { Operation } from './operation.server.ts';

interface Sample {
	labels?: Readonly<Record<string, string>>;
	value: number;
}

export interface Metric {
	/** Of a counter without `_total`. */
	name: string;
	type: 'gauge' | 'counter' | 'info';
	help: string;
	samples: readonly Sample[];
}

/** What administrators are warned of (207_alarms.sql). */
export const alarmSorts = ['disk', 'backup', 'mails'] as const;

export const contentType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

const escaped = (text: string) =>
	text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

const suffixes = { gauge: '', counter: '_total', info: '_info' };

function sampleLine(metric: Metric, { labels = {}, value }: Sample): string {
	const pairs = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
	const braces = pairs.length ? `{${pairs.join(',')}}` : '';
	return `${metric.name}${suffixes[metric.type]}${braces} ${value}\n`;
}

/** The text of the exposition. A metric without samples is left out. */
export function openMetrics(metrics: readonly Metric[]): string {
	let text = '';
	for (const metric of metrics.filter(({ samples }) => samples.length > 0)) {
		text += `# TYPE ${metric.name} ${metric.type}\n# HELP ${metric.name} ${escaped(metric.help)}\n`;
		for (const sample of metric.samples) text += sampleLine(metric, sample);
	}
	return `${text}# EOF\n`;
}

const flag = (isSo: boolean) => (isSo ? 1 : 0);
const unix = (time: string | null) => (time === null ? [] : [{ value: Date.parse(time) / 1000 }]);
const gauge = (name: string, help: string, ...samples: Sample[]): Metric => ({
	name: `tikls_${name}`,
	type: 'gauge',
	help,
	samples
});

/** What is told of an installation. What the database did not tell is left out, not zero. */
export function metricsOf(
	operation: Operation,
	health: Health,
	answers: ReadonlyMap<string, Answers>
): Metric[] {
	const { version, node, backend, startedAt, memory, room, report } = operation;
	const counted = [...answers].map(([digit, given]) => ({
		...given,
		labels: { class: `${digit}xx` }
	}));
	return [
		{
			name: 'tikls',
			type: 'info',
			help: 'This server.',
			samples: [{ labels: { version, node, backend }, value: 1 }]
		},
		gauge('start_timestamp_seconds', 'When the process began.', ...unix(startedAt)),
		gauge('memory_resident_bytes', 'Memory of the process.', { value: memory.resident }),
		gauge('memory_heap_bytes', "Memory of the process's own values.", { value: memory.heap }),
		gauge(
			'pages_answered',
			'1 while visitors get pages: made anew, or kept ones.',
			{ labels: { how: 'made' }, value: flag(health.pages === 'answered') },
			{ labels: { how: 'kept' }, value: flag(health.pages !== 'failing') }
		),
		gauge('saves_taken', '1 while there is room for what people save.', {
			value: flag(health.saves === 'taken')
		}),
		gauge('database_up', '1 while the database answers.', {
			value: flag(health.database === 'ok')
		}),
		gauge(
			'disk_taken_ratio',
			'How much of the disk is taken.',
			...(room ? [{ value: room.takenPercent / 100 }] : [])
		),
		gauge('disk_free_bytes', 'Room on the disk.', ...(room ? [{ value: room.freeBytes }] : [])),
		{
			name: 'tikls_answers',
			type: 'counter',
			help: 'Answers given, by class of status.',
			samples: counted.map(({ labels, count }) => ({ labels, value: count }))
		},
		{
			name: 'tikls_answer_seconds',
			type: 'counter',
			help: 'How long they took together.',
			samples: counted.map(({ labels, seconds }) => ({ labels, value: seconds }))
		},
		...(report ? metricsOfReport(report) : [])
	];
}

function metricsOfReport({ database, jobs, mails, alarms }: NonNullable<Operation['report']>) {
	const ofJobs = (value: (job: (typeof jobs)[number]) => { value: number }[]) =>
		jobs.flatMap((job) => value(job).map((sample) => ({ labels: { job: job.name }, ...sample })));
	return [
		gauge('database_bytes', 'Size of the database.', { value: database.bytes }),
		gauge(
			'listings',
			'Published listings.',
			{ labels: { sort: 'organisation' }, value: database.organisations },
			{ labels: { sort: 'event' }, value: database.events }
		),
		gauge(
			'job_ended_timestamp_seconds',
			'When a job last came to its end.',
			...ofJobs((job) => unix(job.endedAt))
		),
		gauge(
			'job_due_timestamp_seconds',
			'When a job is due next.',
			...ofJobs((job) => unix(job.nextAt))
		),
		gauge(
			'job_failures',
			'How often a job has failed since it last did not.',
			...ofJobs((job) => [{ value: job.failures }])
		),
		gauge(
			'mails',
			'Mails: waiting, tried in vain and tried again, given up in thirty days, sent in a day.',
			...(['waiting', 'late', 'failed', 'sent'] as const).map((state) => ({
				labels: { state },
				value: mails[state]
			}))
		),
		gauge('mail_sent_timestamp_seconds', 'When the last mail was sent.', ...unix(mails.lastSentAt)),
		gauge(
			'alarm',
			'1 while administrators are warned of it.',
			...alarmSorts.map((what) => ({
				labels: { what },
				value: flag(alarms.some((alarm) => alarm.what === what))
			}))
		)
	];
}
