/** A kind of trouble that customers of the simulated product, Lantern (logs and metrics), write about. */
export type Topic = {
  readonly tag: string
  readonly weight: number
  readonly type: 'question' | 'incident' | 'problem' | 'task'
  /** How likely it is handed up to the second tier. */
  readonly handUp: number
  readonly subjects: readonly string[]
  readonly openings: readonly string[]
  /** What the agent asks for, and what the customer then sends. */
  readonly asks: readonly string[]
  readonly answers: readonly string[]
  readonly resolutions: readonly string[]
}

export const VERSIONS = ['7.2.0', '7.2.3', '7.3.1', '8.0.0', '8.0.2', '8.1.0'] as const
export const HOSTS = ['ingest-1', 'ingest-2', 'query-a', 'query-b', 'edge-eu', 'edge-us', 'node-17'] as const
export const ERRORS = [
  'E1042 quota exceeded',
  'TLS handshake timeout',
  'HTTP 502 from the gateway',
  'index shard 12 is read-only',
  'licence signature not accepted',
  'context deadline exceeded',
] as const

export const TOPICS: readonly Topic[] = [
  {
    tag: 'sign_in',
    weight: 16,
    type: 'incident',
    handUp: 0.05,
    subjects: [
      'Cannot sign in since this morning',
      'SSO loop after the certificate change',
      'Locked out of {host}',
    ],
    openings: [
      'None of our people can sign in. The page goes back to the start after the identity provider.',
      'We changed the SAML certificate yesterday, and since then sign-in ends with "{error}".',
    ],
    asks: [
      'Could you send the time of one failed attempt, with its time zone, and the request id at the foot of the page?',
      'Please open the sign-in page with `?trace=1` and send us the block it prints. It holds no secrets.',
    ],
    answers: [
      '09:14 CET, request id 7f3a-22c1. It happens to everybody, in every browser.',
      'Here is the block:\n\n    saml: audience mismatch\n    version {version}\n    host {host}',
    ],
    resolutions: [
      'The audience in the identity provider still named the old address. After correcting it sign-in works; we have added a check to the setup page.',
      'The new certificate had not been uploaded to the second node. It is there now and both nodes accept it.',
    ],
  },
  {
    tag: 'upgrade',
    weight: 12,
    type: 'problem',
    handUp: 0.35,
    subjects: [
      'Upgrade to {version} stops at 60 %',
      'After upgrading to {version}: {error}',
      'Roll back from {version}?',
    ],
    openings: [
      'The upgrade of {host} to {version} stopped with "{error}". The old version no longer starts either.',
      'We upgraded to {version} last night. Queries that took 2 seconds now take a minute.',
    ],
    asks: [
      'Please send `lantern doctor --bundle` from the node, and tell us which version you came from.',
      'How many shards does `lantern index list` show, and is any of them marked read-only?',
    ],
    answers: [
      'We came from 7.2.0. The bundle is 40 MB; the log says "{error}" about 300 times.',
      '212 shards, two of them read-only.',
    ],
    resolutions: [
      'The migration needs 20 % free space on the index volume. With more space it went through; 8.1.0 checks this first.',
      'Two shards were left read-only by the interrupted migration. `lantern index unlock --all` freed them.',
    ],
  },
  {
    tag: 'missing_data',
    weight: 14,
    type: 'incident',
    handUp: 0.2,
    subjects: [
      'Gap in the metrics of {host}',
      'Logs missing between 02:00 and 03:00',
      'No data from the new region',
    ],
    openings: [
      'Our dashboards show a gap for {host} last night. The agents say that everything was sent.',
      'Since we added a region, its agents report "{error}" and nothing arrives.',
    ],
    asks: [
      'Could you send the agent log around the gap, and the output of `lantern agent status`?',
      'Which endpoint do the agents of that region send to?',
    ],
    answers: ['Agent log attached. It says "{error}" at 02:03.', 'They send to edge-eu, as in the guide.'],
    resolutions: [
      'The agents buffered to disk and caught up; a clock that was an hour off put the data in the wrong place. With time synchronisation on, the gap is gone.',
      'The region needs its own ingest key. After creating one, data arrives.',
    ],
  },
  {
    tag: 'alerts',
    weight: 10,
    type: 'incident',
    handUp: 0.15,
    subjects: ['Alert did not fire', 'Alert storm from {host}', 'Alert mails arrive twice'],
    openings: [
      'Our disk alert did not fire although the disk was full for an hour.',
      'We get the same alert mail twice, a minute apart, since {version}.',
    ],
    asks: [
      'Could you export the alert (menu, Export) and send it?',
      'Which evaluation interval does the alert have?',
    ],
    answers: ['Export attached. The interval is 5 minutes.', 'One minute, with "no data" set to OK.'],
    resolutions: [
      'With "no data" set to OK a silent host never alerts. Setting it to Alert does what you expect.',
      'Two rules with the same name watched the same disk. Removing one ended the doubles.',
    ],
  },
  {
    tag: 'performance',
    weight: 10,
    type: 'problem',
    handUp: 0.4,
    subjects: ['Dashboards slow on {host}', 'Queries time out: {error}', 'High memory use since {version}'],
    openings: [
      'Dashboards with more than ten panels take over a minute to load, and some end with "{error}".',
      'Memory on {host} grows by about 1 GB a day since we moved to {version}.',
    ],
    asks: [
      'Please run `lantern profile 60` while it is slow and send the file.',
      'How wide is the time range of the slow dashboards, and do they use regular expressions?',
    ],
    answers: ['Profile attached, taken at 11:20 local time.', 'Thirty days, and yes, every panel uses one.'],
    resolutions: [
      'The panels matched with an unanchored expression over 30 days. Anchored, the dashboard loads in 3 seconds.',
      'A cache in {version} was never trimmed. 8.1.0 fixes it; until then a nightly restart keeps it small.',
    ],
  },
  {
    tag: 'billing',
    weight: 12,
    type: 'question',
    handUp: 0.02,
    subjects: ['Invoice for last month', 'How are data volumes counted?', 'Add 20 seats'],
    openings: [
      'Our invoice shows 20 % more volume than our own count. How is it measured?',
      'We would like to add 20 seats from next month. Can this be on the same contract?',
    ],
    asks: [
      'Which invoice number is it, and where did you take your own figure from?',
      'Who should the quote go to?',
    ],
    answers: ['Invoice 2231. Ours is the sum of the agents\' "sent" counters.', 'To our purchasing, please.'],
    resolutions: [
      'Volume is counted before compression; the counters show it after. The usage page now shows both.',
      'The seats are added and the next invoice carries them in proportion.',
    ],
  },
  {
    tag: 'api',
    weight: 10,
    type: 'question',
    handUp: 0.12,
    subjects: ['API answers {error}', 'Rate limit of the query API', 'Export all dashboards by API?'],
    openings: [
      'Our script worked for a year; since yesterday the API answers "{error}".',
      'Is there a way to export all dashboards at once? We could not find it in the reference.',
    ],
    asks: [
      'Could you send one request with its request id, without the token?',
      'How many dashboards are there?',
    ],
    answers: ['POST /query, request id 91bd-0004.', 'About 400.'],
    resolutions: [
      'The token had expired; new ones last 90 days by default. The message now says so.',
      '`GET /dashboards/export` gives an archive of all of them. We have added it to the guide.',
    ],
  },
  {
    tag: 'how_to',
    weight: 16,
    type: 'question',
    handUp: 0.01,
    subjects: ['How do I share a dashboard?', 'Keep logs for a year', 'Mask e-mail addresses in logs'],
    openings: [
      'We would like to keep the logs of {host} for a year and the rest for 30 days. Is this possible?',
      'How can we share one dashboard with a customer without giving them an account?',
    ],
    asks: [
      'Is the year meant for searching, or only for the archive?',
      'Should the link stop working at some time?',
    ],
    answers: ['For the archive.', 'Yes, after a week.'],
    resolutions: [
      'Retention is set by stream: Settings, Streams, then the archive tab. Searching an archive restores it first.',
      'Share, Link, and set an end date. The link shows that one dashboard and nothing else.',
    ],
  },
]

export const GREETINGS = ['Hello,', 'Hi,', 'Good morning,', 'Dear support team,'] as const
export const THANKS = [
  'Thank you, that solved it.',
  'Works now, thanks!',
  'Great, you can close this.',
] as const
export const STILL = [
  'I am afraid it has come back.',
  'This worked for a day, and now we see it again.',
  'One more question about this, please.',
] as const
export const GOOD_HELP = [
  'Quick and to the point.',
  'You found it at once. Thank you!',
  'Very patient with us.',
  'Better than the documentation.',
] as const
export const BAD_HELP = {
  slow: ['It took days until somebody read what we had sent.', 'Our users waited all week for this.'],
  unsolved: ['It has come back twice by now.', 'You closed it, and it is still there.'],
  knowledge: [
    'We had to explain our own setup three times.',
    'The first two answers did not fit our version.',
  ],
  attitude: ['We were told to read the manual.', 'It sounded as if it were our fault.'],
  other: ['The form asked for things that we do not have.', 'Too many mails for one small question.'],
  unsaid: ['Not this time.', 'Hm.'],
} as const
export const AGAIN = [
  'You closed our earlier request, but it is here again.',
  'We thought this was done with. Could you look once more?',
  'The same as last time, on another node.',
] as const
export const NOTES = [
  'Reproduced on our {version} test system.',
  'Same error as another customer had last week; see their ticket.',
  'Customer is on the premium plan, they expect a call if this takes longer.',
  'Checked the bundle: nothing unusual but "{error}".',
] as const
export const FIRST_NAMES = [
  'Amara',
  'Bruno',
  'Chiara',
  'Deniz',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Keiko',
  'Luca',
  'Mina',
  'Noor',
  'Oskar',
  'Priya',
  'Quentin',
  'Rosa',
  'Samir',
  'Tova',
  'Ulla',
  'Viktor',
  'Wanda',
  'Ximena',
  'Yusuf',
  'Zofia',
] as const
export const LAST_NAMES = [
  'Adler',
  'Berg',
  'Costa',
  'Dahl',
  'Egger',
  'Fontaine',
  'Gruber',
  'Haas',
  'Ivanov',
  'Jensen',
  'Kaya',
  'Lindqvist',
  'Moreau',
  'Novak',
  'Okafor',
  'Petrov',
  'Quist',
  'Rossi',
  'Sato',
  'Tanaka',
  'Urban',
  'Vogel',
  'Weber',
  'Young',
] as const
export const COMPANIES = [
  'Alder Logistics',
  'Birch Bank',
  'Cedar Health',
  'Dune Energy',
  'Elm Insurance',
  'Fjord Shipping',
  'Glacier Foods',
  'Heath Media',
  'Iris Optics',
  'Juniper Rail',
  'Kelp Robotics',
  'Larch Steel',
  'Moss Games',
  'Nettle Retail',
] as const
