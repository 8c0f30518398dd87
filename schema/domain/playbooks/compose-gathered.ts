import { aboutOf, markOf, pageReference, type PageFacts, type PageText } from './compose-page.js'
import { wordsOfPage, type PageSaid } from './page-words.js'

/** A page that was missed; written in Korea at `11-21 18:05`. */
export type MissedPage = PageFacts & { readonly writtenAt: string }

const MOST_LINES = 60

/**
 * What somebody is told of several pages that no channel took when they were due, in one message: how many, and a line for each thing that was to be told, the
 * most critical first, with how often and when. `pages` come in that order and belong to one activation; the first gives the message its name.
 */
export function composeGathered(pages: readonly [lead: MissedPage, ...others: MissedPage[]]): PageText {
  const [lead] = pages
  const mark = markOf(lead)
  const longest = pages.reduce<number | null>(
    (most, { waitedSeconds }) => (waitedSeconds === null ? most : Math.max(most ?? 0, waitedSeconds)),
    null,
  )
  const newest = pages.reduce((one, other) => ((other.seq ?? 0) > (one.seq ?? 0) ? other : one))
  const level = pages.find(one => one.level !== null)?.level ?? null
  const named = { ...lead, level, seq: newest.seq, purpose: newest.purpose, waitedSeconds: longest }
  const about = { ko: aboutOf(named, 'ko'), en: aboutOf(named, 'en') }
  const things = gather(pages)
  const count = { ko: `놓친 알림 ${pages.length}건`, en: `${pages.length} pages that were missed` }
  const subject = `${mark.ko}[120 허브] ${[about.ko, count.ko].filter(part => part !== '').join(' · ')}`
  const body = [
    `${mark.ko}${count.ko}: 제때 보내지 못해 한 번에 알립니다. 중요한 것부터 적습니다.`,
    ...(about.ko === '' ? [] : [`${mark.ko}${about.ko}`]),
    ...linesOf(things, 'ko').map(line => `${mark.ko}${line}`),
    '',
    `${mark.en}${count.en}: nothing could be sent when they were due. The most critical first.`,
    ...(about.en === '' ? [] : [`${mark.en}${about.en}`]),
    ...linesOf(things, 'en').map(line => `${mark.en}${line}`),
    '',
    ...new Set(pages.flatMap(({ messageId }) => messageId ?? [])),
    pageReference(lead),
  ]
  const [first] = things
  return {
    subject,
    body: `${body.join('\n')}\n`,
    short: `${subject}: ${first?.said.what.ko ?? ''} (${lead.messageId ?? pageReference(lead)})`,
  }
}

type Thing = { readonly said: PageSaid; readonly times: readonly string[] }

/** The same thing that was to be told again and again is one, with all its times. */
function gather(pages: readonly MissedPage[]): readonly Thing[] {
  const things = new Map<string, { said: PageSaid; times: string[] }>()
  for (const page of pages) {
    const said = wordsOfPage(page)
    const known = things.get(said.what.ko)
    if (known === undefined) things.set(said.what.ko, { said, times: [page.writtenAt] })
    else known.times.push(page.writtenAt)
  }
  return [...things.values()]
}

function linesOf(things: readonly Thing[], language: 'ko' | 'en'): readonly string[] {
  const shown = things.slice(0, MOST_LINES)
  const todos = new Set(shown.map(({ said }) => said.todo[language]))
  const left = things.length - shown.length
  const more = language === 'ko' ? `- 그 밖에 ${left}가지: 허브의 pages에 있습니다.` : `- ${left} more, listed by the hub (pages).`
  return [
    ...shown.map(({ said, times }) => `- ${said.what[language]} (${timesOf(times, language)})`),
    ...(left > 0 ? [more] : []),
    ...[...todos].map(todo => `${language === 'ko' ? '할 일' : 'To do'}: ${todo}`),
  ]
}

/** `11-21 18:05`, or `12번, 11-21 18:05~20:00`. */
function timesOf(times: readonly string[], language: 'ko' | 'en'): string {
  const [first = '', ...others] = times.toSorted()
  const last = others.at(-1) ?? first
  if (others.length === 0) return first
  const until = last.slice(0, 5) === first.slice(0, 5) ? last.slice(6) : last
  return `${times.length}${language === 'ko' ? '번' : ' times'}, ${first}~${until}`
}
