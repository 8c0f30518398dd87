import type { HubServer } from './hub-server.js'

const ISSUES = '... on Refused { issues { code path messageKo messageEn expected got } }'
const DRAFT = 'id kind code version state revision effectiveFrom definition author reason edition'
const ANSWERS = {
  draftIndicatorVersion: `... on DefinitionDraft { ${DRAFT} }`,
  draftMeasure: `... on DefinitionDraft { ${DRAFT} }`,
  withdrawDraft: `... on DefinitionDraft { ${DRAFT} }`,
  publishDrafts: `... on EditionPublication { edition base effectiveFrom drafts { ${DRAFT} } }`,
}

/** One mutation of definitions over HTTP: what was kept, or the issues against it. */
export async function define(hub: HubServer, mutation: keyof typeof ANSWERS, input: Record<string, unknown>, client = 'admin') {
  const type = `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input!`
  const text = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${ANSWERS[mutation]} ${ISSUES} } }`
  const { data, errors } = await hub.graphql(text, { input: { reason: '협의체 의결', ...input } }, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data[mutation]
}

/** The same, which has to be accepted. */
export async function defineWell(...asked: Parameters<typeof define>) {
  const answer = await define(...asked)
  if (answer.issues !== undefined) throw new Error(JSON.stringify(answer.issues, null, 1))
  return answer
}

/** Codes and places of a refusal: `VERSION_IMMUTABLE version`. */
export const refusalsOf = ({ issues }: { issues?: { code: string; path: string[] }[] }): readonly string[] | undefined =>
  issues?.map(({ code, path }) => `${code} ${path.slice(1).join('.')}`)

/** A version of an indicator as an administrator would draft it. */
export const versionOf = (indicator: string, version: string, said: Record<string, unknown>): Record<string, unknown> => ({
  indicator,
  version,
  whyKo: '협의체가 2026년 11월에 정했다.',
  whyEn: 'Decided by the council in November 2026.',
  ...said,
})
