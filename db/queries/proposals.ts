import type { EvidenceReference } from '../../schema/domain/playbooks/evidence-record.js'
import type { Proposal, ProposalState } from '../../schema/domain/playbooks/proposal.js'
import type { Tx } from '../transaction.js'

/** A proposal as it is stored: centers by their numbers. */
export type StoredProposal = Omit<Proposal, 'centers'> & {
  readonly centers: readonly number[]
  readonly evidence: readonly EvidenceReference[]
}

const columns = `p.id, p.source, p.state, p.advice, p.hazard, p.hazard_key as "hazardKey", p.hazard_word as "hazardWord", p.level, p.template, p.templates,
  p.areas, p.unknown_areas as "unknownAreas", p.centers, p.given_values as values, p.evidence, p.activation_id as "activationId", p.opened_by as "openedBy",
  p.opened_at as "openedAt", p.changed_at as "changedAt", p.decided_by as "decidedBy", p.decided_at as "decidedAt", p.decision_reason as "decisionReason",
  p.version_id as "versionId"`

const MOST_STANDING = 500

/** Proposals that were opened, added to or decided within some seconds, the latest first; 500 at most, more than anybody can work through. */
export async function listStandingProposals(tx: Tx, withinSeconds: number): Promise<StoredProposal[]> {
  return tx.sql<StoredProposal[]>`
    select ${tx.sql.unsafe(columns)} from playbook_proposals p
    where p.changed_at > hub_now() - make_interval(secs => ${withinSeconds})
    order by p.changed_at desc, p.id
    limit ${MOST_STANDING}`
}

/** The proposals that were made of some messages, however long ago. */
export async function listProposalsAbout(tx: Tx, references: readonly EvidenceReference[]): Promise<StoredProposal[]> {
  return tx.sql<StoredProposal[]>`
    select ${tx.sql.unsafe(columns)} from playbook_proposals p
    where p.id in (
      select e.proposal_id from disaster_evidence e
      join jsonb_to_recordset(${JSON.stringify(references)}::text::jsonb) as r (sender text, "sourceId" text)
        on e.sender = r.sender and e.source_id = r."sourceId")
    order by p.changed_at desc, p.id
    limit ${MOST_STANDING}`
}

export type ProposalToWrite = Pick<
  StoredProposal,
  'id' | 'source' | 'state' | 'advice' | 'hazard' | 'hazardKey' | 'hazardWord' | 'level' | 'template' | 'templates'
> &
  Pick<StoredProposal, 'areas' | 'unknownAreas' | 'centers' | 'values' | 'evidence' | 'activationId'>

const recordset = `(id uuid, source text, state text, advice text, hazard text, "hazardKey" text, "hazardWord" text, level text, template text, templates jsonb,
  areas jsonb, "unknownAreas" jsonb, centers jsonb, values jsonb, evidence jsonb, "activationId" text)`
const texts = (column: string) => `array(select jsonb_array_elements_text(${column}))`

/** Opens proposals, in one statement. */
export async function insertProposals(tx: Tx, proposals: readonly ProposalToWrite[], actor: string): Promise<void> {
  await tx.sql`
    insert into playbook_proposals (id, source, state, advice, hazard, hazard_key, hazard_word, level, template, templates, areas, unknown_areas, centers,
      given_values, evidence, activation_id, opened_by, decided_by, decided_at)
    select w.id, w.source, w.state, w.advice, w.hazard, w."hazardKey", w."hazardWord", w.level, w.template, ${tx.sql.unsafe(texts('w.templates'))},
      ${tx.sql.unsafe(texts('w.areas'))}, ${tx.sql.unsafe(texts('w."unknownAreas"'))}, ${tx.sql.unsafe(texts('w.centers'))}::smallint[], w.values, w.evidence,
      w."activationId", ${actor}, case when w.state = 'WITHDRAWN' then ${actor} end, case when w.state = 'WITHDRAWN' then hub_now() end
    from jsonb_to_recordset(${JSON.stringify(proposals)}::text::jsonb) as w ${tx.sql.unsafe(recordset)}`
}

/** Writes what signals have added to open proposals, or that their source has canceled them. */
export async function updateProposals(tx: Tx, proposals: readonly ProposalToWrite[], actor: string): Promise<void> {
  await tx.sql`
    update playbook_proposals p set
      state = w.state, level = w.level, template = w.template, templates = ${tx.sql.unsafe(texts('w.templates'))}, areas = ${tx.sql.unsafe(texts('w.areas'))},
      unknown_areas = ${tx.sql.unsafe(texts('w."unknownAreas"'))}, centers = ${tx.sql.unsafe(texts('w.centers'))}::smallint[], given_values = w.values,
      evidence = w.evidence, changed_at = hub_now(),
      decided_by = case when w.state = 'WITHDRAWN' then ${actor} end, decided_at = case when w.state = 'WITHDRAWN' then hub_now() end
    from jsonb_to_recordset(${JSON.stringify(proposals)}::text::jsonb) as w ${tx.sql.unsafe(recordset)}
    where p.id = w.id and p.state = 'OPEN'`
}

/** A proposal under its lock, so that it is decided once. */
export async function lockProposal(tx: Tx, id: string): Promise<StoredProposal | null> {
  const [row] = await tx.sql<
    StoredProposal[]
  >`select ${tx.sql.unsafe(columns)} from playbook_proposals p where p.id = ${id}::text::uuid for update`
  return row ?? null
}

type Decision = {
  readonly id: string
  readonly state: 'ACCEPTED' | 'DISMISSED'
  readonly actor: string
  readonly reason: string | null
  readonly activationId: string | null
  readonly versionId: string | null
}

/** A person's word. */
export async function decideProposal(tx: Tx, { id, state, actor, reason, activationId, versionId }: Decision): Promise<StoredProposal> {
  const [row] = await tx.sql<StoredProposal[]>`
    update playbook_proposals p set state = ${state}, decided_by = ${actor}, decided_at = hub_now(), changed_at = hub_now(), decision_reason = ${reason},
      activation_id = coalesce(${activationId}::text, p.activation_id), version_id = ${versionId}
    where p.id = ${id}::text::uuid
    returning ${tx.sql.unsafe(columns)}`
  if (row === undefined) throw new Error(`Proposal ${id} is not there.`)
  return row
}

export type ProposalPage = {
  readonly state: ProposalState | null
  readonly after: readonly [openedAt: string, id: string] | null
  readonly limit: number
}

/** A page of proposals, the one opened last first. */
export async function listProposals(tx: Tx, { state, after, limit }: ProposalPage): Promise<StoredProposal[]> {
  const [openedAt = null, id = null] = after ?? []
  return tx.sql<StoredProposal[]>`
    select ${tx.sql.unsafe(columns)} from playbook_proposals p
    where (${state}::text is null or p.state = ${state}::text)
      and (${id}::text is null or (p.opened_at, p.id) < (${openedAt}::text::timestamptz, ${id}::text::uuid))
    order by p.opened_at desc, p.id desc
    limit ${limit}`
}

export type StandingActivationRow = {
  readonly id: string
  readonly hazard: string
  readonly areas: readonly string[]
  readonly centers: readonly number[]
  readonly isPlanned: boolean
}

/** Real emergencies under way, with the targets of their head message that are still in; and those planned within some seconds, by their areas. */
export async function listStandingActivations(tx: Tx, plannedWithinSeconds: number): Promise<StandingActivationRow[]> {
  return tx.sql<StandingActivationRow[]>`
    select a.id, a.hazard, a.areas, a.state = 'PLANNED' as "isPlanned",
      array(select t.center_id from message_targets t where t.message_id = a.head_message and t.part = 'TARGET' and t.ended_at is null order by 1) as centers
    from activations a
    where a.status = 'ACTUAL' and (a.state = 'ACTIVE' or a.state = 'PLANNED' and a.opened_at > hub_now() - make_interval(secs => ${plannedWithinSeconds}))
    order by a.state, a.opened_at desc, a.id
    limit 500`
}
