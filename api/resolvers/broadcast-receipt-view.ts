import type { Receipt } from '../../schema/domain/playbooks/receipt.js'
import type { BroadcastReceipt } from '../../schema/graphql/broadcast-receipt.js'

export const toBroadcastReceipt = ({ messageId, ...receipt }: Receipt): BroadcastReceipt => ({ ...receipt, broadcast: messageId })
