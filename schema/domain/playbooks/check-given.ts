import { issue, type Issue } from '../issue.js'
import type { Given, TextEdits } from './broadcast.js'
import { checkPlaceholderValue, isWorded, type PlaceholderValues } from './placeholder-value.js'
import { linesOf, placeholdersIn } from './placeholders.js'
import type { Playbook, PlaybookLibrary } from './playbook.js'

/** The template with a coordinator's own words in it. */
export const applyEdits = (playbook: Playbook, { headlineKo, scriptKo, scriptEn, qa, mustNotSay }: TextEdits): Playbook => ({
  ...playbook,
  headline_ko: headlineKo ?? playbook.headline_ko,
  sections: {
    ...playbook.sections,
    first_answer_script: {
      ...playbook.sections.first_answer_script,
      ko: scriptKo ?? playbook.sections.first_answer_script.ko,
      en: scriptEn ?? playbook.sections.first_answer_script.en,
    },
    qa: qa ?? playbook.sections.qa,
    must_not_say: mustNotSay ?? playbook.sections.must_not_say,
  },
})

/** Names that nobody asks for are told up to this many: an answer is no place for megabytes of them. */
export const MOST_UNDECLARED = 20

/** What stands against the values that were given, one by one: of nobody's asking (PLACEHOLDER_UNDECLARED, twenty at most), or not of their kind. */
export function checkValues(values: PlaceholderValues, library: PlaybookLibrary, path: Issue['path']): readonly Issue[] {
  const asked = [...library.placeholders.values()].filter(({ fillBy }) => fillBy === 'coordinator')
  const malformed = asked.flatMap(placeholder => {
    const value = Object.hasOwn(values, placeholder.name) ? values[placeholder.name] : undefined
    return value === undefined ? [] : checkPlaceholderValue(placeholder, value, [...path, placeholder.name])
  })
  const names = new Set(asked.map(({ name }) => name))
  const undeclared = Object.keys(values).filter(name => !names.has(name))
  const expected = [...names].join(', ')
  return [...malformed, ...undeclared.slice(0, MOST_UNDECLARED).map(name => isUndeclared(name, expected, path))]
}

const isUndeclared = (name: string, expected: string, path: Issue['path']): Issue =>
  issue({
    code: 'PLACEHOLDER_UNDECLARED',
    path: [...path, name.slice(0, 80)],
    messageKo: `조정자가 채우는 칸이 아닙니다: ${name.slice(0, 80)}`,
    messageEn: `${name.slice(0, 80)} is not filled in by a coordinator.`,
    expected,
    got: name.slice(0, 80),
  })

/** What is still missing before a text can go to review: required facts, and the English of what an English line says (PLACEHOLDER_MISSING). */
export function checkComplete(playbook: Playbook, { values }: Pick<Given, 'values'>, library: PlaybookLibrary): readonly Issue[] {
  const required = [...library.requiredEverywhere, ...playbook.sections.key_facts.required]
  const isAsked = (name: string) => library.placeholders.get(name)?.fillBy === 'coordinator'
  const empty = [...new Set(required)].filter(name => isAsked(name) && values[name] === undefined)
  const inEnglish = new Set(linesOf(playbook).flatMap(({ language, line }) => (language === 'ko' ? [] : placeholdersIn(line))))
  const unworded = Object.entries(values).filter(([name, { en }]) => {
    const placeholder = library.placeholders.get(name)
    return placeholder !== undefined && isWorded(placeholder) && inEnglish.has(name) && en === null
  })
  return [...empty.map(name => missing(name, 'ko')), ...unworded.map(([name]) => missing(name, 'en'))]
}

/** What is missing before a twin that was approved can go out. */
export const checkTwin = (values: PlaceholderValues, required: readonly string[], library: PlaybookLibrary): readonly Issue[] =>
  required
    .filter(name => !library.headerOnly.includes(name))
    .flatMap(name => {
      const placeholder = library.placeholders.get(name)
      const value = values[name]
      if (value === undefined) return missing(name, 'ko')
      return placeholder !== undefined && isWorded(placeholder) && value.en === null ? missing(name, 'en') : []
    })

const missing = (name: string, language: 'ko' | 'en'): Issue =>
  issue({
    code: 'PLACEHOLDER_MISSING',
    path: ['input', 'values', name, language],
    messageKo:
      language === 'ko' ? `반드시 채워야 하는 칸 ${name}이(가) 비어 있습니다.` : `영어 문안에 쓰이는 칸 ${name}의 영어 값이 비어 있습니다.`,
    messageEn: language === 'ko' ? `${name} must be filled in.` : `An English line says ${name}, and its English value is missing.`,
    expected: 'a value',
  })
