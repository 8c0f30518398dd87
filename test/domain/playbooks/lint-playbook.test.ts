import { beforeAll, expect, it } from 'vitest'
import { lintPlaybook } from '../../../schema/domain/playbooks/lint-playbook.js'
import type { LintContext } from '../../../schema/domain/playbooks/lint-rules/lint-rule.js'
import type { Playbook, PlaybookSections } from '../../../schema/domain/playbooks/playbook.js'
import { standardLibrary, templateOf } from '../../support/standard-library.js'

let context: LintContext
let typhoon: Playbook
beforeAll(async () => {
  context = await standardLibrary()
  typhoon = templateOf(context, 'pb_typhoon')
})

const withSections = (sections: Partial<PlaybookSections>): Playbook => ({ ...typhoon, sections: { ...typhoon.sections, ...sections } })
const withScript = (ko: readonly string[]): Playbook =>
  withSections({ first_answer_script: { ...typhoon.sections.first_answer_script, ko } })
const found = (playbook: Playbook, day?: string) =>
  lintPlaybook(playbook, day === undefined ? context : { ...context, today: day }).map(({ code, severity, path, got }) => [
    code,
    severity,
    path.join('.'),
    got,
  ])

it('finds no error in any of the seventeen templates of the council', () => {
  const errors = [...context.library.playbooks.values()].flatMap(playbook =>
    lintPlaybook(playbook, context).filter(({ severity }) => severity === 'error'),
  )
  expect([context.library.playbooks.size, errors]).toEqual([17, []])
  expect(found(typhoon)).toEqual([])
})

it('names a place that nobody fills in, one that the headline may not have, and one that is never read aloud', () => {
  expect(found({ ...typhoon, headline_ko: '{{area}} {{level_name}} {{closures}}' })).toEqual([
    ['PLACEHOLDER_MISPLACED', 'error', 'headline_ko', 'closures'],
  ])
  const lines = [...typhoon.sections.first_answer_script.ko, '{{snow_depth}} {{issued_at}}']
  expect(found(withScript(lines))).toEqual([
    ['PLACEHOLDER_UNDECLARED', 'error', 'sections.first_answer_script.ko.8', 'snow_depth'],
    ['PLACEHOLDER_MISPLACED', 'error', 'sections.first_answer_script.ko.8', 'issued_at'],
  ])
})

it('names a fact that is asked for and never said, and a particle that changes with what is filled in', () => {
  const facts = { required: typhoon.sections.key_facts.required, optional: [...typhoon.sections.key_facts.optional, 'snow_depth'] }
  expect(found(withSections({ key_facts: facts }))).toEqual([
    ['PLACEHOLDER_UNUSED', 'warning', `sections.key_facts.optional.${facts.optional.length - 1}`, 'snow_depth'],
  ])
  expect(found({ ...typhoon, headline_ko: '{{area}}는 {{level_name}}' })).toEqual([
    ['PLACEHOLDER_PARTICLE', 'warning', 'headline_ko', '는'],
  ])
})

it('asks for every section, and for what happened, where, when and what to do', () => {
  expect(found(withSections({ must_not_say: [], routing: [] })).map(([code, , path]) => [code, path])).toEqual([
    ['PLAYBOOK_SECTION_MISSING', 'sections.must_not_say'],
    ['PLAYBOOK_SECTION_MISSING', 'sections.routing'],
  ])
  expect(found({ ...typhoon, correction: { ko: [' '], en: '' } }).map(([code, , path]) => [code, path])).toContainEqual([
    'PLAYBOOK_SECTION_MISSING',
    'correction',
  ])
  const bare = { ...withScript(['대피 준비']), headline_ko: '경계경보' }
  expect(found(bare).filter(([code]) => code === 'PLAYBOOK_INCOMPLETE')).toEqual([
    ['PLAYBOOK_INCOMPLETE', 'error', 'sections.first_answer_script.ko', null],
    ['PLAYBOOK_INCOMPLETE', 'warning', 'sections.first_answer_script.ko', null],
    ['PLAYBOOK_INCOMPLETE', 'error', 'sections.first_answer_script.ko', null],
    ['PLAYBOOK_INCOMPLETE', 'error', 'sections.first_answer_script.ko', null],
  ])
})

it('counts what is read at once: characters of a line, lines of a script', () => {
  const script = typhoon.sections.first_answer_script.ko
  expect(found(withScript([...script, '가'.repeat(61)]))).toEqual([
    ['PLAYBOOK_TOO_LONG', 'error', 'sections.first_answer_script.ko.8', '61'],
  ])
  expect(found(withScript([...script, ...Array.from({ length: 5 }, () => '앉으세요.')]))).toEqual([
    ['PLAYBOOK_TOO_LONG', 'error', 'sections.first_answer_script.ko', '13'],
  ])
  // A place counts as four characters, whatever its name.
  expect(found(withScript([...script, `${'가'.repeat(56)}{{weather_notice}}`]))).toEqual([])
})

it('offers plain words for hard ones, and leaves alone what quotes what must not be said', () => {
  const script = typhoon.sections.first_answer_script.ko
  expect(found(withScript([...script, '저지대는 익일까지 피하세요.']))).toEqual([
    ['PLAYBOOK_HARD_WORD', 'warning', 'sections.first_answer_script.ko.8', '저지대'],
    ['PLAYBOOK_HARD_WORD', 'warning', 'sections.first_answer_script.ko.8', '익일'],
  ])
  expect(found(withSections({ must_not_say: ['아마 괜찮을 겁니다'] }))).toEqual([])
})

it('names codes that neither the edition nor the library has, and a review that is due', () => {
  expect(found({ ...typhoon, also: ['tornado'] })).toEqual([['EDITION_UNKNOWN_REFERENCE', 'error', 'also.0', 'tornado']])
  expect(found(withSections({ routing: [['불', 'c999', 'warm']] }))).toEqual([
    ['EDITION_UNKNOWN_REFERENCE', 'error', 'sections.routing.0.1', 'c999'],
  ])
  expect(found(typhoon, '2027-05-10')).toEqual([])
  expect(found(typhoon, '2027-05-11')).toEqual([['PLAYBOOK_REVIEW_PAST', 'warning', 'review_by', '2027-05-10']])
})
