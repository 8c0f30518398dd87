/** `have` turns into `give` where none of `without` is there. Order matters: what a rule makes, later ones may use. */
type Rewrite = { readonly have: readonly string[]; readonly without: readonly string[]; readonly give: readonly string[] }

const rule = (have: string, give: string, without = ''): Rewrite => ({
  have: have.split(' '),
  give: give.split(' ').filter(token => token !== ''),
  without: without.split(' ').filter(token => token !== ''),
})

/** Other things than telephone calls that are answered, connected or given up. */
const NO_CALL = 'CSAT SURVEY ITEM OB OUTREACH CALLBACK DEPT CHATBOT channel.sms channel.chat SIGN FOREIGN IVR VOICEBOT'

/**
 * Which parts of meaning say the same in the words of this field. Labels of the edition and local words go through the same rules, so a rule
 * that is too wide makes two standards alike, and what is alike is never accepted.
 */
const REWRITES: readonly Rewrite[] = [
  // The event already says who takes part in it or where it happens.
  rule('CONSULT OFF CALL', 'OFF CALL', 'RATE SHARE REQ'),
  rule('CONSULT ABD INQUEUE', 'ABD INQUEUE', 'RATE SHARE'),
  rule('CONSULT ANS CALL', 'ANS CALL', 'RATE SHARE'),
  rule('CONSULT ANS CONTACT', 'ANS CONTACT', 'RATE SHARE'),
  ...['FOREIGN', 'SIGN', 'channel.sms', 'channel.chat'].map(of => rule(`CONSULT ANS ${of}`, `CONSULT ${of}`, 'RATE CALL')),
  ...['FOREIGN', 'SIGN'].map(of => rule(`ANS ${of} SHARE`, `CONSULT ${of} SHARE`)),
  ...['FOREIGN', 'SIGN'].map(of => rule(`REACH ${of}`, `CONSULT ${of}`, 'OB OUTREACH')),
  ...['channel.sms', 'channel.chat'].map(of => rule(`COMPLAINT ANS ${of}`, `ANS ${of}`, 'RATE')),
  rule('channel.voice ANS CALL', 'ANS CALL', 'RATE SHARE CSAT SURVEY OB OUTREACH CALLBACK'),
  rule('CONSULT QA', 'QA'),
  rule('AGENT ANS', 'ANS', 'PERAGENT HEAD STAFF RATE'),
  rule('AGENT CON', 'CON', 'PERAGENT HEAD STAFF'),
  rule('AGENT ABSENT', 'ABSENT', 'PERAGENT'),
  rule('AGENT SEPARATE', 'SEPARATE', 'PERAGENT'),
  rule('AGENT LOGIN', 'LOGIN', 'PERAGENT'),
  rule('AGENT READY', 'READY', 'PERAGENT'),
  rule('AGENT OCC', 'OCC', 'PERAGENT'),
  rule('AGENT ACW', 'ACW', 'PERAGENT'),
  rule('AGENT SCHED', 'SCHED', 'PERAGENT'),
  rule('AGENT TALK', 'TALK', 'PERAGENT TERMINATE'),
  rule('AGENT QUEUE', 'QUEUE', 'PERAGENT HEAD STAFF READY'),
  rule('CONSULT QUEUE', 'QUEUE'),
  rule('AGENT OFF', 'OFF', 'PERAGENT RATE SHARE REQ'),
  rule('QUEUE OFF', 'OFF', 'RATE SHARE'),
  rule('QUEUE FLOWOUT', 'FLOWOUT'),
  rule('FLOWOUT FWD SYSTEM', 'FLOWOUT'),
  rule('QUEUE WAIT TIME', 'WAIT TIME', 'AGENT READY AVG'),
  rule('SYSTEM LOGIN', 'LOGIN'),
  // The number that is published is where an attempt is made; what came in under it may be more than entered a queue.
  rule('MAINNUM ATTEMPT', 'ATTEMPT', 'OB CALLBACK'),
  // Given up in the queue leaves out what was lost before it.
  rule('ABD REMAIN', 'ABD INQUEUE', 'RATE AVG TIME IVR'),
  rule('QUEUE ABD', 'ABD INQUEUE', 'IVR'),
  rule('ABD INQUEUE RATE', 'ABD RATE CALL', 'IVR'),
  rule('ABD INQUEUE', 'ABD', 'IVR'),
  rule('QUEUE ENTRY CALL', 'OFF CALL', 'RATE SHARE NEG PREQUEUE'),
  rule('channel.voice ATTEMPT', 'ATTEMPT CALL', 'OB OUTREACH CALLBACK'),
  rule('AGENT HDL', 'HDL', 'PERAGENT HEAD STAFF RATE'),
  rule('CARE DEPT REFER', 'CARE REFER'),
  rule('LONELY DEPT REFER', 'LONELY REFER'),
  rule('PROT TRAIN GRADUATE', 'PROT TRAIN FINISH'),
  rule('ASSIST CONSULT', 'ASSIST', 'RATE SHARE QUEUE'),
  rule('CONSULT CSAT', 'CSAT', 'SURVEY'),
  rule('FIRST COMPLAINT', 'FIRST'),
  rule('TERMINATE UTIL', 'TERMINATE'),
  rule('HAZARD INQ ANS', 'HAZARD INQ'),
  rule('CONSULT RECORD INQ', 'RECORD INQ'),
  rule('ITEM SURVEY RSP VALID', 'ITEM RSP VALID'),
  rule('ACW PERCALL', 'ACW AVG TIME', 'RATE SHARE'),
  rule('CONTACT REACH OFF', 'CONTACT OFF'),
  // What is answered, reached or handed on is said twice.
  rule('CON ANS CALL', 'ANS CALL', 'OB OUTREACH CALLBACK DEPT TRANSFER'),
  rule('ANS TALK', 'ANS CALL', 'TIME AVG SUM SPEED RATE SHARE PERCALL STT CSAT QA OCC HOLD OB OUTREACH CALLBACK'),
  rule('CALLBACK TALK CON', 'CALLBACK DONE', 'TIME REQ'),
  rule('TALK CON', 'CON', 'TIME AVG SUM SPEED PERCALL'),
  rule('OUTREACH CON', 'OUTREACH REACH'),
  rule('OUTREACH ANS', 'OUTREACH REACH'),
  rule('DEPT HDL TRANSFER', 'DEPT TRANSFER', 'RATE'),
  rule('TRANSFER HDL', 'TRANSFER', 'RATE FIRST NEG EXCL REPEAT'),
  rule('COMPLY AFFIRM', 'AFFIRM'),
  rule('PROT MEASURE', 'MEASURE'),
  rule('instrument.protection_checklist FULFIL RATE', 'MEASURE FULFIL RATE'),
  rule('MAL CONFIRM', 'MAL'),
  rule('STAFF CONSULT SHARE channel.voice', 'CONSULT SHARE channel.voice'),
  rule('VARS UTIL DONE', 'VARS DONE'),
  rule('EAP SESSION TIME', 'EAP TIME'),
  rule('REACH SURGE', 'SURGE'),
  rule('DEMAND SURGE', 'SURGE', 'NEG'),
  rule('ASSIST SESSION', 'ASSIST', 'RATE'),
  rule('ACTION TERMINATE', 'TERMINATE', 'RATE'),
  rule('LEGAL MAL RATE', 'LEGAL RATE', 'VERSUS'),
  rule('LEGAL MAL PER10K', 'LEGAL RATE', 'VERSUS'),
  rule('CONSULT SAT SCORE', 'CSAT SCORE', 'SUM'),
  // Sick leave, lateness and leaving early are what absence is made of: two of them list it, each alone is a part of it.
  ...['SICK LATE', 'SICK EARLY', 'LATE EARLY'].map(parts => rule(`ABSENT ${parts}`, 'ABSENT')),
  // Distinct persons are what these count.
  rule('EAP PART_ DISTINCT', 'EAP PART_'),
  rule('PROT TRAIN FINISH DISTINCT', 'PROT TRAIN FINISH'),
  rule('CSAT RSP VALID', 'CSAT RSP', 'RATE'),
  rule('CSATSV RSP VALID', 'CSAT RSP', 'RATE'),
  // The whole that the standard divides by, or the two groups that it covers.
  rule('VERSUS OFF RSP RATE', 'CALL ANS RATE', NO_CALL),
  rule('VERSUS OFF CALL RSP RATE', 'CALL ANS RATE', NO_CALL),
  rule('VERSUS OFF ABD RATE', 'CALL ABD RATE', 'IVR PREQUEUE EXCL INCL'),
  rule('VERSUS OFF CALL ABD RATE', 'CALL ABD RATE', 'IVR PREQUEUE EXCL INCL'),
  rule('ANS DIV OFF RATE', 'CALL ANS RATE', NO_CALL),
  rule('ABD DIV OFF RATE', 'CALL ABD RATE', 'IVR PREQUEUE EXCL INCL'),
  rule('ABD INCL AVG WAIT TIME', 'AVG WAIT TIME', 'EXCL'),
  rule('ABD AND ANS AVG WAIT TIME', 'AVG WAIT TIME'),
  // A mean of one of these is a mean of its time: the unit gate sorts out the rest.
  rule('ANS CALL AVG WAIT', 'ANS CALL AVG WAIT TIME', 'TIME SPEED'),
  rule('AVG WAIT', 'AVG WAIT TIME', 'TIME SPEED RATE SHARE SCORE PERSONS REMAIN ANS RSP CON'),
  ...['TALK', 'HOLD'].map(step => rule(`AVG ${step}`, `AVG ${step} TIME`, 'TIME SPEED RATE SHARE SCORE PERSONS REMAIN')),
  rule('AVG ABD', 'AVG ABD TIME', 'TIME RATE SHARE CALL PERSONS SPEED'),
  rule('ACW HDL', 'ACW', 'AND INCL EXCL RATE SHARE'),
  // A work step named twice.
  rule('CONSULT TALK', 'TALK', 'EAP CHATBOT CSAT QA'),
  rule('CONSULT EAP', 'EAP'),
  ...['MAL', 'HAZARD', 'ABD', 'SEPARATE', 'LEGAL', 'ABSENT'].map(event => rule(`${event} OCCUR`, event)),
  rule('SESSION UTIL', 'SESSION'),
  rule('CHATBOT UTIL', 'CHATBOT SESSION', 'RATE SHARE'),
  rule('VARS UTIL', 'VARS SESSION', 'RATE SHARE'),
  rule('SCHED WORKHOURS', 'SCHED TIME'),
  rule('ABSENT WORKHOURS', 'ABSENT TIME'),
  rule('EAP WORKHOURS', 'EAP TIME'),
  rule('QA EVAL SCORE', 'QA SCORE'),
  rule('CON DEPT HDL', 'CON DEPT'),
  rule('CSAT REPLY', 'CSAT RSP'),
  rule('CONSULT CONTACT REQ', 'CONTACT OFF'),
  rule('FTE PERAGENT', 'PERAGENT', 'HEAD'),
  rule('ANS PERCALL INQ', 'PERCONTACT INQ'),
  rule('REACH PERCALL INQ', 'PERCONTACT INQ'),
  rule('AUTO DONE RATE', 'AUTO DONE SHARE'),
  rule('QA EVAL DONE', 'QA EVAL'),
  rule('STT CONVERT', 'STT'),
  rule('STT HDL', 'STT'),
  rule('STT UTIL', 'STT'),
  rule('STT COVER', 'STT RATE'),
  rule('CONSULT STT', 'STT'),
  rule('TALK STT', 'STT CALL', 'TIME'),
  rule('ASSIST UTIL', 'ASSIST', 'RATE SHARE'),
  rule('FIRST RESOLVE', 'FIRST HDL'),
  rule('FIRST DONE', 'FIRST HDL'),
  rule('CONSULT FIRST', 'FIRST'),
  rule('CSAT SURVEY', 'CSATSV'),
  rule('CSATSV SURVEY', 'CSATSV'),
  rule('LEGAL ACTION', 'LEGAL'),
  rule('HDL LEGAL', 'LEGAL'),
  rule('LEGAL MAL', 'LEGAL', 'RATE SHARE VERSUS'),
  rule('PART_ PERSONS PERAGENT', 'PERAGENT'),
  rule('PART_ PERAGENT', 'PERAGENT'),
  rule('SELF DONE', 'SELF'),
  rule('SELF VARS', 'DONE VARS'),
  ...['SCHED', 'ABSENT', 'EAP'].map(event => rule(`${event} SUM TIME`, `${event} TIME`, 'AVG')),
  rule('WAIT SUM', 'WAIT SUM TIME', 'AVG'),
  rule('BAND WAIT TIME', 'BAND WAIT'),
  rule('CONSULT HAZARD ANS', 'CONSULT HAZARD'),
  rule('CONSULT HAZARD HDL', 'CONSULT HAZARD'),
  rule('CSAT UTIL', 'CSAT', 'RATE SHARE'),
  rule('SELF RESOLVE', 'SELF'),
  // A share against the whole that the standard divides by says nothing new.
  rule('VERSUS OFF CALL ANS RATE', 'ANS RATE'),
  rule('VERSUS OFF ANS RATE', 'ANS RATE'),
  rule('VERSUS ATTEMPT CALL OFF RATE', 'VERSUS ATTEMPT OFF RATE'),
  rule('VERSUS CALLBACK REQ DONE RATE', 'CALLBACK DONE RATE'),
  rule('VERSUS SCHED ABSENT RATE', 'ABSENT RATE'),
  rule('VERSUS BASELINE SURGE', 'SURGE'),
  rule('channel.voice ANS RATE', 'CALL ANS RATE', NO_CALL),
  rule('channel.voice RSP RATE', 'CALL ANS RATE', NO_CALL),
  rule('channel.voice OFF', 'CALL OFF'),
  rule('channel.voice ABD', 'CALL ABD'),
  rule('channel.voice MAL', 'CALL MAL'),
  rule('channel.voice TALK', 'TALK'),
  rule('RSP CALL', 'ANS CALL', NO_CALL),
  rule('RSP SPEED', 'ANS SPEED', NO_CALL),
  rule('CON CALL', 'ANS CALL', NO_CALL),
  rule('RCV ANS', 'ANS', NO_CALL),
  rule('RSP WAIT', 'ANS WAIT', NO_CALL),
  rule('TOT TIME', 'SUM TIME', 'AVG'),
  rule('TOT SCORE', 'SUM SCORE', 'AVG'),
  rule('PERCALL TIME', 'AVG TIME'),
  rule('SHORT ABD W5', 'SHORT ABD'),
  rule('ABD W5', 'SHORT ABD'),
  rule('AVG CSAT SCORE', 'CSAT SCORE', 'SUM SAT'),
  rule('CSATSV SCORE', 'CSAT SCORE'),
  rule('CSATSV PART_', 'CSAT PART_'),
  rule('CSATSV RSP', 'CSAT RSP'),
  rule('AVG CSAT', 'CSAT', 'SUM RSP PART_ SAT SURVEY REPLY'),
  rule('AVG QA SCORE', 'QA SCORE', 'SUM'),
  rule('INB OFF', 'OFF'),
  rule('INB ANS', 'ANS', 'CONTACT PERAGENT'),
  rule('INB RSP', 'ANS', NO_CALL),
  rule('INB ABD', 'ABD'),
  rule('INB TALK', 'TALK'),
  rule('AGENT PERAGENT', 'PERAGENT'),
  rule('HDL DONE', 'DONE'),
  rule('CONSULT HDL', 'CONSULT', 'TIME RATE FIRST AVG'),
  rule('SL RATE', 'SL'),
  rule('SL W20', 'SL'),
]

const WITHIN = /^W\d+$/

/** Answered within n seconds, as a share, is the service level at that threshold; without a threshold the start of service is meant at 20 s. */
const toServiceLevel = (tokens: Set<string>): void => {
  const within = [...tokens].find(token => WITHIN.test(token))
  const starts = tokens.has('START')
  if (starts && within !== undefined && !tokens.has('RATE')) {
    tokens.delete('START')
    tokens.add('ANS')
  }
  const answers = starts || ((tokens.has('ANS') || tokens.has('RSP') || tokens.has('CON')) && within !== undefined)
  if (!answers || !tokens.has('RATE')) return
  for (const token of ['START', 'ANS', 'RSP', 'CON', 'RATE', 'CALL', ...(tokens.has('CON') ? ['CONSULT'] : [])]) tokens.delete(token)
  tokens.add('SL')
}

/** Places of the rules by the first part they ask for, so that a label meets only those that may concern it. */
const BY_FIRST: ReadonlyMap<string, readonly number[]> = REWRITES.reduce(
  (places, { have: [first = ''] }, at) => places.set(first, [...(places.get(first) ?? []), at]),
  new Map<string, number[]>(),
)

/** The next rule after `at` that one of the parts may set off, or -1. */
const nextRule = (tokens: ReadonlySet<string>, at: number): number => {
  let next = -1
  for (const token of tokens) for (const place of BY_FIRST.get(token) ?? []) if (place > at && (next < 0 || place < next)) next = place
  return next
}

/** The same meaning in the fewest ways of saying it. */
export const rewriteTokens = (tokens: readonly string[]): readonly string[] => {
  const set = new Set(tokens)
  toServiceLevel(set)
  for (let at = nextRule(set, -1); at >= 0; at = nextRule(set, at)) {
    const { have, without, give } = REWRITES[at] ?? rule('', '')
    if (!have.every(token => set.has(token)) || without.some(token => set.has(token))) continue
    for (const token of have) set.delete(token)
    for (const token of give) set.add(token)
  }
  return [...set]
}
