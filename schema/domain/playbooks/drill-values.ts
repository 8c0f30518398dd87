import { fromInstantSeconds, instantSeconds } from '../instant-seconds.js'
import { addDays } from '../period.js'
import { isWorded, type PlaceholderValue, type PlaceholderValues } from './placeholder-value.js'
import type { Placeholder, PlaybookLibrary } from './playbook.js'

const RELATIVE = /^([+-]\d{1,4})([md])$/

/** From when a message is due to the instants it speaks of, where nobody said otherwise; the others are the instant itself. */
const USUAL_MINUTES: Readonly<Record<string, string>> = {
  next_update: '+30m',
  start_time: '+60m',
  expected_end: '+180m',
  shelter_checked_at: '-10m',
}

/** The value a drill takes for a place that nobody filled in: the library's own example, and instants told from when the message is due. */
const exampleValue = ({ name, example, ...placeholder }: Placeholder): PlaceholderValue => {
  if (placeholder.type === 'datetime') return { ko: USUAL_MINUTES[name] ?? '+0m', en: null }
  if (placeholder.type === 'date') return { ko: '+10d', en: null }
  return { ko: example, en: isWorded({ name, example, ...placeholder }) ? `example of ${name.replaceAll('_', ' ')}` : null }
}

/** Everything that was given, and the examples of what was not. */
export const withExamples = (given: PlaceholderValues, names: readonly string[], library: PlaybookLibrary): PlaceholderValues => ({
  ...Object.fromEntries(
    names.flatMap(name => {
      const placeholder = library.placeholders.get(name)
      return placeholder?.fillBy === 'coordinator' ? [[name, exampleValue(placeholder)]] : []
    }),
  ),
  ...given,
})

/** The values of a message that is due at an instant: +30m and the like become what they are then, in Korean time. */
export const valuesAt = (values: PlaceholderValues, dueAt: string): PlaceholderValues =>
  Object.fromEntries(Object.entries(values).map(([name, { ko, en }]) => [name, { ko: resolve(ko, dueAt), en }]))

function resolve(text: string, dueAt: string): string {
  const [, count = '', unit] = RELATIVE.exec(text) ?? []
  if (unit === undefined) return text
  const due = instantSeconds(dueAt)
  if (unit === 'm') return fromInstantSeconds(due + Number(count) * 60)
  return addDays(fromInstantSeconds(due).slice(0, 10), Number(count))
}

/** The instant so many minutes after another. */
export const minutesAfter = (instant: string, minutes: number): string => fromInstantSeconds(instantSeconds(instant) + minutes * 60)
