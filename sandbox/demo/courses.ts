import { type Course, course } from './course.ts';

/** By external id, as in accounts.csv. Acme Sample, which the tour hands over, has sent nothing yet. */
export const COURSES: Readonly<Record<string, Course>> = {
  // Birch Sample Labs and Cedar Sample Bank: steady.
  'S-002': {
    ...course(-38, '-38:66 -20:84', '-38:74 -20:91', '-38:60 -16:82', '0:2', '0:4.3', { nps: '0:9' }),
    said: [[-5, 4, 'It does what we need. No surprises this quarter.']],
  },
  'S-004': {
    ...course(-52, '0:88', '0:94', '0:86', '0:3', '0:4.4', { renewal_forecast: '0:90', nps: '0:9' }),
    said: [[-4, 5, 'The board report takes us ten minutes now.']],
  },
  // Blue Sample Foods, Delta Sample Air, Maple Sample Media: growing.
  'S-003': {
    ...course(-44, '-44:42 -8:79', '-44:48 -8:83', '-44:35 -6:76', '-44:6 -10:2', '-44:3.4 -8:4.3'),
    said: [
      [-30, 3, 'The kitchens like it. Head office is not there yet.'],
      [-4, 4, 'Head office asked for twenty more seats.'],
    ],
  },
  'S-005': {
    ...course(-52, '-52:70 0:97', '-52:75 0:99', '-52:66 0:92', '0:3', '0:4.5', { nps: '-52:8 0:10' }),
    said: [[-3, 5, 'Two more hubs want the same set-up.']],
  },
  'S-014': course(-52, '-52:58 0:90', '-52:64 0:93', '-52:50 0:84', '-52:5 0:1', '-52:3.8 0:4.6', {
    renewal_forecast: '-52:60 0:90',
  }),
  // Elm Sample Energy, Iris Sample Insurance, Olive Sample Optics: to be watched, and steady.
  'S-006': course(-28, '0:58', '0:66', '0:57', '0:4', '0:3.8', { nps: '0:7' }),
  'S-010': {
    ...course(-52, '-52:82 -20:64', '-52:86 -20:70', '-52:76 -18:62', '0:4', '0:3.9', {
      renewal_forecast: '-52:85 -16:65',
      nps: '-52:9 -20:7',
    }),
    said: [[-5, 3, 'We will renew. How much of it, we are still adding up.']],
  },
  'S-016': course(-16, '-16:40 -4:60', '-16:44 -4:68', '-16:38 -4:58', '0:2', '0:4'),
  // River Sample Retail: pays late, and is watched for it.
  'S-019': {
    ...course(-46, '0:66', '0:72', '0:64', '0:3', '0:4', {
      payment_late_days: '-30:0 -8:24',
      renewal_forecast: '0:75',
    }),
    said: [[-6, 3, 'Accounts payable has moved. Please be patient with us.']],
  },
  // Juniper Sample Jobs and Stone Sample Steel: healthy since they are live.
  'S-011': course(-24, '-24:50 -12:86', '-24:60 -12:90', '-24:52 -10:84', '0:1', '0:4.5'),
  'S-020': {
    ...course(-27, '-27:45 -14:84', '-27:58 -14:88', '-27:50 -12:82', '-27:7 -14:3', '0:4.2', { nps: '0:9' }),
    said: [[-4, 4, 'The plants stopped asking for the old system.']],
  },
  // Harbor Sample Health: critical for months.
  'S-009': {
    ...course(
      -32,
      '-32:68 -22:60 -16:18',
      '-32:74 -22:66 -15:31',
      '-32:58 -14:24',
      '-32:3 -18:9 -12:15',
      '-22:4 -12:2.1',
      {
        payment_late_days: '-16:0 -6:41',
        nps: '-26:7 -13:2',
      },
    ),
    said: [
      [-26, 4, 'Good start. The wards are curious.'],
      [-12, 2, 'Since the merger nobody here decides anything.'],
      [-3, 1, 'I cannot defend this spending any more.'],
    ],
  },
  // Lotus Sample Logistics: was at risk, and recovers.
  'S-013': {
    ...course(
      -36,
      '-36:74 -24:70 -18:36 -9:38 -3:72',
      '-36:80 -18:45 -9:47 -3:76',
      '-36:70 -16:44 -8:50 0:70',
      '-24:3 -17:11 -8:9 -3:3',
      '-24:4.2 -16:2.8 0:4.1',
      { nps: '-26:8 -13:5 0:8' },
    ),
    said: [
      [-16, 2, 'The scanners lose their connection every night shift.'],
      [-2, 4, 'Since the fix the night shift is quiet.'],
    ],
  },
  // North Sample Networks: its export stopped, so that nothing is known any more.
  'S-015': { ...course(-20, '0:70', '0:78', '0:66', '0:3', '0:4'), until: -9 },
  // Fjord Sample Freight and Kite Sample Kitchens: new, with hardly any; Quartz Sample Quarry: is being set up.
  'S-007': { from: -1, values: { onboarding: '-1:10 8:90' } },
  'S-012': { from: 0, values: { onboarding: '0:5 8:80' } },
  'S-018': {
    from: -2,
    values: { onboarding: '-2:20 6:100', seats_used: '-2:55 6:85', payment_late_days: '0:0' },
  },
  // Tulip Sample Travel: on its way down for two months, not far enough for a card.
  'S-021': course(
    -40,
    '-40:74 -30:78 -10:78 -3:42',
    '-40:80 -30:84 -10:84 -3:66',
    '-40:70 -30:74 -10:74 -3:64',
    '-10:2 -3:5',
    '0:4.2',
  ),
  // Umber Sample Utilities, Violet Sample Video, Willow Sample Water, Yarrow Sample Yachts, Zinnia Sample Zoos: steady.
  'S-022': course(-39, '0:79', '0:86', '0:76', '0:4', '0:4.1', { nps: '0:8' }),
  'S-023': course(-30, '0:83', '0:88', '0:80', '0:1', '0:4.4'),
  'S-024': course(-24, '0:75', '0:82', '0:73', '0:2', '0:4.2'),
  'S-025': course(-52, '0:90', '0:95', '0:87', '0:2', '0:4.5', { renewal_forecast: '0:85' }),
  'S-026': course(-41, '0:71', '0:80', '0:70', '0:2', '0:4'),
  // Grove Sample Games: small, and slides while the alerts of its segment are only tried out.
  'S-008': {
    from: -42,
    values: {
      usage_depth: '-42:80 -20:84 -5:84 0:24 3:24 8:70',
      seats_used: '-42:84 -20:88 -5:88 0:38 3:35 8:74',
      feature_adoption: '0:70',
      support_tickets_open: '-42:1 -4:1 0:12 3:9 6:3',
    },
  },
  // Pine Sample Pharma: on its way down for two months, and still where it is watched. Mended in its second week.
  'S-017': {
    from: -40,
    values: {
      usage_depth: '-40:58 -34:76 -11:76 -4:48 0:45 1:46 2:87',
      seats_used: '-40:66 -34:85 -11:85 -4:63 0:60 1:61 2:89',
      feature_adoption: '-40:60 -34:79 -11:79 -4:57 1:55 2:80',
      support_tickets_open: '-40:4 -20:2 -11:2 -4:7 1:7 2:1',
    },
    said: [
      [-40, 3, 'The first lab is live. The others are waiting to see.'],
      [-28, 3, 'Fine so far. We use about half of what you showed us.'],
      [-16, 3, 'Audit season. Ask us again in autumn.'],
      [-6, 3, 'It works. We wonder what else it could do for the labs.'],
      [5, 4, 'The import has run every night since the fix.'],
    ],
    between: [9, 10, 11].map((day) => [day, { usage_depth: 87, seats_used: 89, support_tickets_open: 1 }]),
  },
};
