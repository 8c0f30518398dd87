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
  rule('AVG CSAT SCORE', 'CSAT SCORE', 'SUM'),
  rule('CSATSV SCORE', 'CSAT SCORE'),
  rule('CSATSV PART_', 'CSAT PART_'),
  rule('CSATSV RSP', 'CSAT RSP'),
  rule('AVG CSAT', 'CSAT', 'SUM'),
  rule('AVG QA SCORE', 'QA SCORE', 'SUM'),
  rule('AVG QA EVAL SCORE', 'QA EVAL SCORE', 'SUM'),
  rule('INB OFF', 'OFF'),
  rule('INB ANS', 'ANS'),
  rule('INB RSP', 'ANS', NO_CALL),
  rule('INB ABD', 'ABD'),
  rule('INB TALK', 'TALK'),
  rule('AGENT PERAGENT', 'PERAGENT'),
  rule('HDL DONE', 'DONE'),
  rule('CHATBOT SELF RESOLVE', 'CHATBOT RESOLVE'),
  rule('CHATBOT SELF DONE', 'CHATBOT SELF'),
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
  for (const token of ['START', 'ANS', 'RSP', 'CON', 'RATE', 'CALL']) tokens.delete(token)
  tokens.add('SL')
}

/** The same meaning in the fewest ways of saying it. */
export const rewriteTokens = (tokens: readonly string[]): readonly string[] => {
  const set = new Set(tokens)
  toServiceLevel(set)
  for (const { have, without, give } of REWRITES) {
    if (!have.every(token => set.has(token)) || without.some(token => set.has(token))) continue
    for (const token of have) set.delete(token)
    for (const token of give) set.add(token)
  }
  return [...set]
}
