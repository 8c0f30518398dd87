import type { Issue } from '../../issue.js'
import { placeholdersIn } from '../placeholders.js'
import type { Playbook } from '../playbook.js'
import { lintIssue, type LintRule } from './lint-rule.js'

/** Placeholders that name the place. */
const WHERE = ['area', 'incident_place', 'crowd_place', 'chem_zone', 'fire_area', 'affected_lines', 'failed_systems', 'epicenter']
/**
 * What is read first says what happened, where, when the caller hears more, and at least one thing to do. The alert of Seoul on 2023-05-31 told people to get
 * ready to leave and said neither why nor where to.
 */
export const tellsWhatWhereWhen: LintRule = playbook => {
  const said = new Set(firstWords(playbook).flatMap(placeholdersIn))
  // A fact that must be filled in says what happened, as the level does.
  const what = ['level_name', ...playbook.sections.key_facts.required]
  return [
    ...(what.some(name => said.has(name)) ? [] : [missing('무슨 일인지가', 'what happened', what)]),
    // A disease or a carrier is everywhere, so here a reader decides.
    ...(WHERE.some(name => said.has(name)) ? [] : [{ ...missing('어디인지가', 'where', WHERE), severity: 'warning' as const }]),
    ...(said.has('next_update') ? [] : [missing('다음 안내가 언제인지가', 'when the caller hears more', ['next_update'])]),
    ...(playbook.sections.first_answer_script.ko.some(tellsToAct) ? [] : [missing('무엇을 할지가', 'what to do', [])]),
  ]
}

const missing = (ko: string, en: string, names: readonly string[]): Issue =>
  lintIssue({
    code: 'PLAYBOOK_INCOMPLETE',
    path: ['sections', 'first_answer_script', 'ko'],
    ko: `첫 응대 말에 ${ko} 없습니다.`,
    en: `What is read first does not say ${en}.`,
    expected: names.length === 0 ? 'a sentence that asks for an act' : names.map(name => `{{${name}}}`).join(', '),
  })

const firstWords = ({ headline_ko, sections }: Playbook): readonly string[] => [headline_ko, ...sections.first_answer_script.ko]

/** A sentence that asks for an act: ends as a request does. */
const tellsToAct = (line: string): boolean => /(?:세요|십시오|주세요|마세요)[.!]?(?=\s|$)/u.test(line)
