import type { Scope } from '../../schema/domain/centers/caller.js'

/** The roles of the table "Who may read and do what", one caller each; `nobody` is registered and has no role at all. */
export const ROLES = {
  client: { center: 'busan', scopes: ['stats:write'] },
  dutyOfficer: { center: 'busan', scopes: ['playbooks:ack'] },
  analyst: { center: null, scopes: ['stats:read'] },
  steward: { center: null, scopes: ['terms:curate'] },
  author: { center: null, scopes: ['playbooks:author'] },
  approver: { center: null, scopes: ['playbooks:approve'] },
  broadcaster: { center: null, scopes: ['playbooks:broadcast'] },
  breakGlass: { center: null, scopes: ['playbooks:break-glass'] },
  administrator: { center: null, scopes: ['hub:admin'] },
  nobody: { center: null, scopes: [] },
} as const satisfies Record<string, { readonly center: string | null; readonly scopes: readonly Scope[] }>
export type Role = keyof typeof ROLES

const EVERYBODY = Object.keys(ROLES) as Role[] // its own keys
const OF_A_CENTER: readonly Role[] = ['client', 'dutyOfficer']
const COORDINATORS: readonly Role[] = ['author', 'approver', 'broadcaster', 'breakGlass']
const WITH_A_ROLE = EVERYBODY.filter(role => role !== 'nobody')

/**
 * Who may use each root field, as the role table says: written down here a second time, so that a rule changed by mistake is seen.
 * A new root field needs its line here as well as in api/auth/rules.ts.
 */
export const EXPECTED: Readonly<Record<string, readonly Role[]>> = {
  // definitions, terms and who is who: all read
  'Query.viewer': EVERYBODY,
  'Query.centers': EVERYBODY,
  'Query.measures': EVERYBODY,
  'Query.indicators': EVERYBODY,
  'Query.terms': EVERYBODY,
  'Query.translate': EVERYBODY,
  'Query.holidays': EVERYBODY,
  'Query.edition': EVERYBODY,
  'Query.editions': EVERYBODY,
  'Query.definitionDiff': EVERYBODY,
  'Query.auditHeads': EVERYBODY,
  'Query.auditKeys': EVERYBODY,
  'Query.messageKeys': EVERYBODY,
  // open figures of all centers: every role
  'Query.figures': WITH_A_ROLE,
  'Query.figureColumns': WITH_A_ROLE,
  'Query.compareFigures': WITH_A_ROLE,
  'Query.figureTable': WITH_A_ROLE,
  'Query.topFigures': WITH_A_ROLE,
  // what the hub did by itself
  'Query.jobRuns': WITH_A_ROLE,
  // own center's rows and receipts; an analyst reads rows, a steward words in quarantine, an administrator all
  'Query.submission': [...OF_A_CENTER, 'administrator'],
  'Query.submissions': [...OF_A_CENTER, 'administrator'],
  'Query.submissionBody': ['client', 'administrator'],
  'Query.heldRows': [...OF_A_CENTER, 'steward', 'administrator'],
  'Query.termQueue': [...OF_A_CENTER, 'steward', 'administrator'],
  'Query.termDecisions': [...OF_A_CENTER, 'steward', 'administrator'],
  'Query.previewMapping': ['steward'],
  'Query.ruleFindings': [...OF_A_CENTER, 'administrator'],
  'Query.observations': [...OF_A_CENTER, 'analyst', 'administrator'],
  'Query.observationHistory': [...OF_A_CENTER, 'analyst', 'administrator'],
  'Query.explainFigure': [...OF_A_CENTER, 'analyst', 'administrator'],
  'Query.auditEntries': [...OF_A_CENTER, 'administrator'],
  // decide mappings: contradictions among words, and what may be accepted without asking
  'Query.termConflicts': ['client', 'steward', 'administrator'],
  'Query.termTiers': ['steward', 'administrator'],
  'Mutation.settleTermConflict': ['steward'],
  'Mutation.switchTermTier': ['steward'],
  'Mutation.runTermJob': ['steward', 'administrator'],
  // the steward's way into OpenRefine
  'Query.reconciliationUrls': ['steward', 'administrator'],
  'Mutation.importMappings': ['steward'],
  'Mutation.issueReconciliationUrl': ['steward'],
  'Mutation.revokeReconciliationUrl': ['steward', 'administrator'],
  // write, resolve held
  'Mutation.submitStatistics': ['client'],
  'Mutation.resolveHeldRows': ['client', 'administrator'],
  // administration; a center reads where its own messages go
  'Query.callers': ['administrator'],
  'Query.memberships': ['administrator'],
  'Query.calendars': ['administrator'],
  'Query.calendarExceptions': ['administrator'],
  'Query.agreements': ['administrator'],
  'Query.endpoints': [...OF_A_CENTER, 'administrator'],
  'Query.registryChanges': ['administrator'],
  'Mutation.registerCaller': ['administrator'],
  'Mutation.changeCaller': ['administrator'],
  'Mutation.rotateCaller': ['administrator'],
  'Mutation.revokeCaller': ['administrator'],
  'Mutation.offboardCenter': ['administrator'],
  'Mutation.setMembership': ['administrator'],
  'Mutation.setCalendar': ['administrator'],
  'Mutation.setCalendarException': ['administrator'],
  'Mutation.removeCalendarException': ['administrator'],
  'Mutation.setAgreement': ['administrator'],
  'Mutation.setEndpoint': ['administrator'],
  'Mutation.undoRegistryChange': ['administrator'],
  // words: a steward decides
  'Mutation.approveMapping': ['steward'],
  'Mutation.correctMapping': ['steward'],
  'Mutation.rejectCandidate': ['steward'],
  'Mutation.decideNoMatch': ['steward'],
  'Mutation.splitMappingByDate': ['steward'],
  'Mutation.confirmProvisional': ['steward'],
  'Mutation.reviewMapping': ['steward'],
  'Mutation.flagTerm': ['steward'],
  'Mutation.assignTerm': ['steward'],
  'Mutation.undoTermDecision': ['steward'],
  'Mutation.approveTogether': ['steward'],
  // definitions: an administrator publishes
  'Query.definitionDrafts': ['administrator'],
  'Query.definitionImpact': ['administrator'],
  'Mutation.draftIndicatorVersion': ['administrator'],
  'Mutation.draftMeasure': ['administrator'],
  'Mutation.withdrawDraft': ['administrator'],
  'Mutation.publishDrafts': ['administrator'],
  // playbooks: every role reads; coordinators write, approve and send, each in their part; one person is enough to stop
  'Query.playbooks': WITH_A_ROLE,
  'Query.protectionPlaybooks': WITH_A_ROLE,
  'Query.exerciseScenarios': WITH_A_ROLE,
  'Query.activations': WITH_A_ROLE,
  'Query.activation': WITH_A_ROLE,
  'Query.targetAreas': [...COORDINATORS, 'administrator'],
  'Query.playbookVersions': [...COORDINATORS, 'administrator'],
  'Query.previewBroadcast': [...COORDINATORS, 'administrator'],
  'Mutation.openActivation': ['author', 'breakGlass'],
  'Mutation.closeActivation': ['author', 'broadcaster'],
  'Mutation.draftPlaybook': ['author', 'breakGlass'],
  'Mutation.editPlaybook': ['author', 'breakGlass'],
  'Mutation.submitPlaybook': ['author', 'breakGlass'],
  'Mutation.approvePlaybook': ['approver'],
  'Mutation.returnPlaybook': ['approver'],
  'Mutation.schedulePlaybook': ['broadcaster'],
  'Mutation.unschedulePlaybook': ['broadcaster'],
  'Mutation.broadcastPlaybook': ['broadcaster'],
  'Mutation.correctPlaybook': ['author', 'approver', 'broadcaster'],
  'Mutation.withdrawPlaybook': COORDINATORS,
  'Mutation.breakGlass': ['breakGlass'],
  'Mutation.decideRatification': ['approver'],
  // what suggests: coordinators bring it in and decide, whoever writes makes a draft of it
  'Query.playbookProposals': [...COORDINATORS, 'administrator'],
  'Query.disasterEvidence': [...COORDINATORS, 'administrator'],
  'Mutation.importEvidence': COORDINATORS,
  'Mutation.acceptProposal': ['author', 'breakGlass'],
  'Mutation.dismissProposal': COORDINATORS,
  // a center answers for itself
  'Query.activationBoard': [...COORDINATORS, 'administrator'],
  'Query.emergencyFeed': [...OF_A_CENTER, ...COORDINATORS, 'administrator'],
  'Subscription.emergencyNudge': [...OF_A_CENTER, ...COORDINATORS, 'administrator'],
  'Mutation.acknowledgeMessage': ['dutyOfficer'],
  'Mutation.applyMessage': ['dutyOfficer'],
  'Mutation.rejectMessage': ['dutyOfficer'],
  // drills: coordinators plan, approve and stop them; a center reads its own
  'Query.drillPlans': [...COORDINATORS, 'administrator'],
  'Query.drills': [...OF_A_CENTER, ...COORDINATORS, 'administrator'],
  'Query.drillReport': [...OF_A_CENTER, ...COORDINATORS, 'administrator'],
  'Mutation.planDrill': ['author', 'breakGlass'],
  'Mutation.editDrillPlan': ['author', 'breakGlass'],
  'Mutation.approveDrillPlan': ['approver'],
  'Mutation.closeDrillPlan': COORDINATORS,
  'Mutation.abortDrill': COORDINATORS,
  'Mutation.revealDrillStart': COORDINATORS,
  // over a gateway alone, whoever asks
  'Query._service': [],
  'Query._entities': [],
}
