import * as z from 'zod'
import { isAlike } from '../../schema/domain/statistics/find-measure-changes.js'
import { readMeasure } from './edition-shape.js'

const published = z.looseObject({ measures: z.looseObject({ measures: z.array(z.looseObject({ code: z.string() })) }) })
const list = z.array(z.unknown())

type Fields = Readonly<Record<string, unknown>>

/** Rules that read as published ones, each written as that was. */
function writeRules(given: unknown, read: unknown, raw: unknown): unknown {
  const [asked, known, written] = [list.safeParse(given).data, list.parse(read), list.safeParse(raw).data ?? []]
  return asked?.map(rule => {
    const at = known.findIndex(one => isAlike(one, rule))
    return at === -1 ? rule : written[at]
  })
}

/**
 * A published measure as it is handed back by whoever read it from the hub, which fills in defaults and has words of its own (`day` for `daily`):
 * what reads as it was published is written as it was published, so that nothing is taken for a change that is none. Any other is given back as it is.
 */
export function writeAsPublished(document: unknown, given: Fields): Fields {
  const raw = published.parse(document).measures.measures.find(({ code }) => code === given['code'])
  const read = raw === undefined ? null : readMeasure(raw)
  if (raw === undefined || read === null) return given
  const fields = Object.entries(given).flatMap(([name, value]) => {
    if (name in read && isAlike(read[name], value)) return name in raw ? [[name, raw[name]] as const] : []
    return [[name, name === 'constraints' ? (writeRules(value, read[name], raw[name]) ?? value) : value] as const]
  })
  return Object.fromEntries(fields)
}
