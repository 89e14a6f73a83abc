import type { OperatorNeeds } from '../intake/operator.ts'
import { gathering } from '../store/gather.ts'
import { type OperatorKeyed, operatorByToken, operatorsWithSecrets } from '../store/operators.ts'
import type { Seal } from '../store/seal.ts'
import type { Installation } from './installation.ts'

/** Opened secrets that are kept, by what they are sealed as: more than there are operators, and few bytes. */
const MOST_KEPT = 10_000

/** Opens what is sealed, once: whoever signs a message a second is not unsealed a second. What is in the rows decides. */
const openingOnce = (seal: Seal): ((sealed: Buffer) => string) => {
  const known = new Map<string, string>()
  return (sealed) => {
    const name = sealed.toString('latin1')
    const opened = known.get(name) ?? seal.open(sealed)
    if (known.size >= MOST_KEPT) known.clear()
    known.set(name, opened)
    return opened
  }
}

/** Who may do what, by the rows of this moment: a rotation or a revocation holds in every process at once. */
export const operatorNeeds = ({
  database,
  seal,
  clock,
}: Pick<Installation, 'database' | 'seal' | 'clock'>): OperatorNeeds => {
  const open = openingOnce(seal)
  const keyed = gathering<string, OperatorKeyed>((ids) => operatorsWithSecrets(database, open, ids, clock.now()))
  return {
    byToken: (token) => operatorByToken(database, seal, token, clock.now()),
    byId: async (operatorId) => (await keyed(operatorId))?.operator ?? null,
    secretsOf: async (operatorId) => (await keyed(operatorId))?.secrets ?? [],
  }
}
