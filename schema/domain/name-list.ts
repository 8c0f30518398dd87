const MOST_NAMED = 30

/** Names for a sentence that says what would be accepted, the first 30 of them and how many more there are: `channel, hour (+12)`. */
export const nameList = (names: Iterable<string>): string => {
  const all = [...names]
  const shown = all.slice(0, MOST_NAMED).join(', ')
  return all.length > MOST_NAMED ? `${shown} (+${all.length - MOST_NAMED})` : shown
}
