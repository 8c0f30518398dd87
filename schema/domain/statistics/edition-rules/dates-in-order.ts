import type { Issue } from '../../issue.js'
import { inFile, packIssue, type EditionRule, type PackPath } from './edition-rule.js'

type Span = { readonly from: string | null; readonly to: string | null; readonly path: PackPath }

const inOrder = ({ from, to, path }: Span): readonly Issue[] =>
  from === null || to === null || from <= to
    ? []
    : [
        packIssue({
          code: 'EDITION_DATES',
          path,
          ko: `끝나는 날 ${to}이(가) 시작하는 날 ${from}보다 빠릅니다.`,
          en: `it ends on ${to}, before it begins on ${from}.`,
          expected: `${from} or later`,
          got: to,
        }),
      ]

/** Whatever is dated ends on or after the day it begins. */
export const datesInOrder: EditionRule = ({ codelists, indicators, members }) =>
  [
    ...codelists.codelists.flatMap(({ items }, i) =>
      items.map(({ valid_from, valid_to }, j): Span => ({
        from: valid_from,
        to: valid_to,
        path: inFile('codelists', 'codelists', i, 'items', j, 'valid_to'),
      })),
    ),
    ...codelists.codelists.flatMap((list, i) =>
      (list.kind === 'centers' ? list.items : []).flatMap((center, j) =>
        (center.jurisdiction_history ?? []).map(({ valid_from, valid_to }, k): Span => ({
          from: valid_from,
          to: valid_to,
          path: inFile('codelists', 'codelists', i, 'items', j, 'jurisdiction_history', k, 'valid_to'),
        })),
      ),
    ),
    ...indicators.indicators.flatMap(({ versions }, i) =>
      versions.map(({ effective_from, effective_to }, j): Span => ({
        from: effective_from,
        to: effective_to,
        path: inFile('indicators', 'indicators', i, 'versions', j, 'effective_to'),
      })),
    ),
    ...members.members.map(({ member_from, member_to }, i): Span => ({
      from: member_from,
      to: member_to,
      path: inFile('members', 'members', i, 'member_to'),
    })),
    ...members.calendars.map(({ valid_from, valid_to }, i): Span => ({
      from: valid_from,
      to: valid_to,
      path: inFile('members', 'calendars', i, 'valid_to'),
    })),
    ...members.agreements.map(({ valid_from, valid_to }, i): Span => ({
      from: valid_from,
      to: valid_to,
      path: inFile('members', 'agreements', i, 'valid_to'),
    })),
  ].flatMap(inOrder)
