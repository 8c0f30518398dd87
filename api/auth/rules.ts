import { holdsAny, type Caller, type Scope } from '../../schema/domain/centers/caller.js'

/**
 * Who may use a root field. What of it they see (their own center's rows, open measures) is for the operation and the database.
 * `isGateway`: whether the request also shows the gateway's credential.
 */
export type Rule = ((caller: Caller, isGateway?: boolean) => boolean) & {
  /** One of which is needed; left out where scopes do not decide. */
  readonly scopes?: readonly Scope[]
}

export const anyCaller: Rule = () => true
/** Every role may read open figures; a caller without any role may not (semantics, who may read). */
export const anyRole: Rule = caller => caller.scopes.size > 0
/** The door asks for the credential too (api/http/check-gateway.ts), before any SQL; this holds should a request ever come past it. */
const gatewayOnly: Rule = (_caller, isGateway = false) => isGateway
export const anyOf = (...scopes: readonly Scope[]): Rule => Object.assign((caller: Caller) => holdsAny(caller, ...scopes), { scopes })

/** Whoever coordinates an emergency, in whatever part. */
const coordinator = anyOf('playbooks:author', 'playbooks:approve', 'playbooks:broadcast', 'playbooks:break-glass')
const coordinatorOrAdmin: Rule = caller => coordinator(caller) || holdsAny(caller, 'hub:admin')
/** Who may put an emergency into words. */
const writer = anyOf('playbooks:author', 'playbooks:break-glass')

const followsFeed: Rule = caller => coordinatorOrAdmin(caller) || holdsAny(caller, 'stats:write', 'playbooks:ack')

/** One rule for every root field. The schema does not build when a field has none, or when a rule has no field. */
export const RULES: Readonly<Record<string, Rule>> = {
  'Query.viewer': anyCaller,
  'Query.centers': anyCaller,
  'Query.measures': anyCaller,
  'Query.indicators': anyCaller,
  'Query.terms': anyCaller,
  'Query.translate': anyCaller,
  'Query.holidays': anyCaller,
  'Query.edition': anyCaller,
  'Query.editions': anyCaller,
  'Query.definitionDiff': anyCaller,
  'Query.definitionDrafts': anyOf('hub:admin'),
  'Query.definitionImpact': anyOf('hub:admin'),
  'Query.submission': anyOf('stats:write', 'playbooks:ack', 'hub:admin'),
  'Query.submissions': anyOf('stats:write', 'playbooks:ack', 'hub:admin'),
  'Query.heldRows': anyOf('stats:write', 'playbooks:ack', 'terms:curate', 'hub:admin'),
  'Query.termQueue': anyOf('stats:write', 'playbooks:ack', 'terms:curate', 'hub:admin'),
  'Query.termDecisions': anyOf('stats:write', 'playbooks:ack', 'terms:curate', 'hub:admin'),
  'Query.previewMapping': anyOf('terms:curate'),
  'Query.ruleFindings': anyOf('stats:write', 'playbooks:ack', 'hub:admin'),
  'Query.figures': anyRole,
  'Query.figureColumns': anyRole,
  'Query.compareFigures': anyRole,
  'Query.figureTable': anyRole,
  'Query.topFigures': anyRole,
  'Query.observations': anyOf('stats:write', 'stats:read', 'playbooks:ack', 'hub:admin'),
  'Query.observationHistory': anyOf('stats:write', 'stats:read', 'playbooks:ack', 'hub:admin'),
  'Query.explainFigure': anyOf('stats:write', 'stats:read', 'playbooks:ack', 'hub:admin'),
  'Query.auditEntries': anyOf('stats:write', 'playbooks:ack', 'hub:admin'),
  'Query.jobRuns': anyRole,
  'Query.termConflicts': anyOf('stats:write', 'terms:curate', 'hub:admin'),
  'Query.termTiers': anyOf('terms:curate', 'hub:admin'),
  'Query.auditHeads': anyCaller,
  'Query.auditKeys': anyCaller,
  'Query.messageKeys': anyCaller,
  'Query.submissionBody': anyOf('stats:write', 'hub:admin'),
  'Query.reconciliationUrls': anyOf('terms:curate', 'hub:admin'),
  'Query._service': gatewayOnly,
  'Query._entities': gatewayOnly,
  'Query.callers': anyOf('hub:admin'),
  'Query.memberships': anyOf('hub:admin'),
  'Query.calendars': anyOf('hub:admin'),
  'Query.calendarExceptions': anyOf('hub:admin'),
  'Query.agreements': anyOf('hub:admin'),
  'Query.endpoints': anyOf('stats:write', 'playbooks:ack', 'hub:admin'),
  'Query.registryChanges': anyOf('hub:admin'),
  'Mutation.submitStatistics': anyOf('stats:write'),
  'Mutation.resolveHeldRows': anyOf('stats:write', 'hub:admin'),
  'Mutation.importMappings': anyOf('terms:curate'),
  'Mutation.settleTermConflict': anyOf('terms:curate'),
  'Mutation.switchTermTier': anyOf('terms:curate'),
  'Mutation.runTermJob': anyOf('terms:curate', 'hub:admin'),
  'Mutation.issueReconciliationUrl': anyOf('terms:curate'),
  'Mutation.revokeReconciliationUrl': anyOf('terms:curate', 'hub:admin'),
  'Mutation.registerCaller': anyOf('hub:admin'),
  'Mutation.changeCaller': anyOf('hub:admin'),
  'Mutation.rotateCaller': anyOf('hub:admin'),
  'Mutation.revokeCaller': anyOf('hub:admin'),
  'Mutation.offboardCenter': anyOf('hub:admin'),
  'Mutation.setMembership': anyOf('hub:admin'),
  'Mutation.setCalendar': anyOf('hub:admin'),
  'Mutation.setCalendarException': anyOf('hub:admin'),
  'Mutation.removeCalendarException': anyOf('hub:admin'),
  'Mutation.setAgreement': anyOf('hub:admin'),
  'Mutation.setEndpoint': anyOf('hub:admin'),
  'Mutation.undoRegistryChange': anyOf('hub:admin'),
  'Mutation.draftIndicatorVersion': anyOf('hub:admin'),
  'Mutation.approveMapping': anyOf('terms:curate'),
  'Mutation.correctMapping': anyOf('terms:curate'),
  'Mutation.rejectCandidate': anyOf('terms:curate'),
  'Mutation.decideNoMatch': anyOf('terms:curate'),
  'Mutation.splitMappingByDate': anyOf('terms:curate'),
  'Mutation.confirmProvisional': anyOf('terms:curate'),
  'Mutation.reviewMapping': anyOf('terms:curate'),
  'Mutation.flagTerm': anyOf('terms:curate'),
  'Mutation.assignTerm': anyOf('terms:curate'),
  'Mutation.undoTermDecision': anyOf('terms:curate'),
  'Mutation.approveTogether': anyOf('terms:curate'),
  'Mutation.draftMeasure': anyOf('hub:admin'),
  'Mutation.withdrawDraft': anyOf('hub:admin'),
  'Mutation.publishDrafts': anyOf('hub:admin'),
  'Query.playbooks': anyRole,
  'Query.protectionPlaybooks': anyRole,
  'Query.exerciseScenarios': anyRole,
  'Query.activations': anyRole,
  'Query.activation': anyRole,
  'Query.targetAreas': coordinatorOrAdmin,
  'Query.playbookVersions': coordinatorOrAdmin,
  'Query.previewBroadcast': coordinatorOrAdmin,
  'Mutation.openActivation': writer,
  'Mutation.closeActivation': anyOf('playbooks:author', 'playbooks:broadcast'),
  'Mutation.draftPlaybook': writer,
  'Mutation.editPlaybook': writer,
  'Mutation.submitPlaybook': writer,
  'Mutation.approvePlaybook': anyOf('playbooks:approve'),
  'Mutation.returnPlaybook': anyOf('playbooks:approve'),
  'Mutation.schedulePlaybook': anyOf('playbooks:broadcast'),
  'Mutation.unschedulePlaybook': anyOf('playbooks:broadcast'),
  'Mutation.broadcastPlaybook': anyOf('playbooks:broadcast'),
  'Mutation.correctPlaybook': anyOf('playbooks:author', 'playbooks:approve', 'playbooks:broadcast'),
  // Stopping is easier than starting.
  'Mutation.withdrawPlaybook': coordinator,
  'Mutation.breakGlass': anyOf('playbooks:break-glass'),
  'Mutation.decideRatification': anyOf('playbooks:approve'),
  'Query.activationBoard': coordinatorOrAdmin,
  'Query.emergencyFeed': followsFeed,
  'Subscription.emergencyNudge': followsFeed,
  'Query.playbookProposals': coordinatorOrAdmin,
  'Query.disasterEvidence': coordinatorOrAdmin,
  'Mutation.importEvidence': coordinator,
  'Mutation.acceptProposal': writer,
  'Mutation.dismissProposal': coordinator,
  'Query.drillPlans': coordinatorOrAdmin,
  'Query.drills': followsFeed,
  'Query.drillReport': followsFeed,
  'Mutation.planDrill': writer,
  'Mutation.editDrillPlan': writer,
  'Mutation.approveDrillPlan': anyOf('playbooks:approve'),
  'Mutation.closeDrillPlan': coordinator,
  'Mutation.abortDrill': coordinator,
  'Mutation.revealDrillStart': coordinator,
  'Mutation.acknowledgeMessage': anyOf('playbooks:ack'),
  'Mutation.applyMessage': anyOf('playbooks:ack'),
  'Mutation.rejectMessage': anyOf('playbooks:ack'),
}
