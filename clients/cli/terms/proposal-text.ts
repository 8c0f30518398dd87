import type { Candidate, Conversion, Proposal } from '../../../schema/domain/terms/proposal.js'
import { drawTable } from '../print/draw-table.js'
import type { NamedWord } from './read-words.js'

export type Proposed = NamedWord & { readonly proposal: Proposal }

const DECISIONS: Readonly<Record<Proposal['decision'], string>> = { accept: '수용 accept', review: '검토 review', none: '없음 none' }

/** Sentences for and against a candidate, and for the first one why the word was not accepted. */
const reasonsOf = ({ features, vetoes }: Candidate, { abstentions }: Proposal, isFirst: boolean): readonly string[] =>
  [...features, ...vetoes, ...(isFirst ? abstentions : [])].map(({ textKo, textEn }) => `${textKo} ${textEn}`)

/** One line of machine output. */
export const proposalJson = ({ row, proposal }: Proposed): string =>
  JSON.stringify({
    row,
    decision: proposal.decision,
    candidates: proposal.candidates.map((candidate, i) => ({
      ref: candidate.ref,
      score: candidate.score,
      reasons: reasonsOf(candidate, proposal, i === 0),
    })),
    conversion: proposal.conversion,
  })

const conversionText = (conversion: Conversion | null): string =>
  conversion === null ? '' : 'format' in conversion ? conversion.format : `${conversion.from} × ${conversion.factor} → ${conversion.to}`

/** The words as a table, Korean first. */
export const proposalTable = (proposed: readonly Proposed[], columns: number): string =>
  drawTable({
    head: ['행 row', '말 term', '결정 decision', '후보 candidates', '환산 conversion', '까닭 why'],
    rows: proposed.map(({ row, word, proposal }) => [
      row,
      word.unit === null ? word.label : `${word.label} (${word.unit})`,
      DECISIONS[proposal.decision],
      proposal.candidates
        .slice(0, 3)
        .map(({ ref, score }) => `${ref} ${score.toFixed(2)}`)
        .join('\n'),
      conversionText(proposal.conversion),
      (proposal.abstentions.length > 0 ? proposal.abstentions : (proposal.candidates[0]?.features ?? []))
        .map(({ textKo }) => textKo)
        .join(' '),
    ]),
    flexible: { 1: 30, 3: 60, 5: 60 },
    columns,
  })
