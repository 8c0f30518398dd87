import type { PlaybookText } from './playbook.js'

const PLACEHOLDER = /\{\{([^{}]*)\}\}/gu

/** Names between double braces, in the order they come, each as often as it comes; also those that are no names. */
export const placeholdersIn = (line: string): readonly string[] => [...line.matchAll(PLACEHOLDER)].map(([, name = '']) => name)

/** A line of a text with its place. `language` is that of the line. */
export type PlacedLine = {
  readonly path: readonly (string | number)[]
  readonly language: 'ko' | 'en' | 'zh' | 'vi'
  readonly line: string
}

const LANGUAGES = ['ko', 'en', 'zh', 'vi'] as const

/** Every line of a text that somebody reads or reads aloud, with its place. */
export function linesOf({ headline_ko, sections, correction, all_clear }: PlaybookText): readonly PlacedLine[] {
  const { first_answer_script: script, qa, must_not_say, vulnerable_callers, counselor_care } = sections
  const ko = (path: PlacedLine['path'], line: string): PlacedLine => ({ path, language: 'ko', line })
  return [
    ko(['headline_ko'], headline_ko),
    ...LANGUAGES.flatMap(language =>
      (script[language] ?? []).map((line, i) => ({ path: ['sections', 'first_answer_script', language, i], language, line })),
    ),
    ...qa.flatMap(({ q, a, u }, i) => [
      ko(['sections', 'qa', i, 'q'], q),
      ko(['sections', 'qa', i, 'a'], a),
      ko(['sections', 'qa', i, 'u'], u),
    ]),
    ...must_not_say.map((line, i) => ko(['sections', 'must_not_say', i], line)),
    ...Object.entries(vulnerable_callers).map(([who, line]) => ko(['sections', 'vulnerable_callers', who], line)),
    ...counselor_care.map((line, i) => ko(['sections', 'counselor_care', i], line)),
    ...twinLines('correction', correction),
    ...twinLines('all_clear', all_clear),
  ]
}

const twinLines = (name: string, { ko, en }: PlaybookText['correction']): readonly PlacedLine[] => [
  ...ko.map((line, i): PlacedLine => ({ path: [name, 'ko', i], language: 'ko', line })),
  { path: [name, 'en'], language: 'en', line: en },
]
