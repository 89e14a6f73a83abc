/** May anybody really be sent? CAP's status: Exercise is for those taking part, Test is to be disregarded. */
export const MODES = ['actual', 'exercise', 'test'] as const
export type Mode = (typeof MODES)[number]

/** What stands first and last in every message of a mode: a new mode does not compile until it is worded. */
export const MODE_LABELS: Readonly<Record<Mode, { readonly first: string; readonly last: string }>> = {
  actual: { first: '', last: '' },
  exercise: { first: 'LATIHAN - ', last: ' LATIHAN' },
  test: { first: 'UJI SISTEM - ABAIKAN - ', last: ' UJI SISTEM' },
}

/** What a message says of itself at both ends: its mode, or that it belongs to a campaign and is neither call nor drill. */
export type Label = Mode | 'contact-test' | 'education'

export const LABELS: Readonly<Record<Label, { readonly first: string; readonly last: string }>> = {
  ...MODE_LABELS,
  'contact-test': { first: 'TES KONTAK - bukan kejadian. ', last: '' },
  education: { first: 'INFO KESIAPSIAGAAN - ', last: '' },
}

/** How a notice labels itself: a campaign by its own word, whatever mode its lane sends it in, and everything else by its mode. */
export const labelOf = (purpose: string, mode: Mode): Label => {
  if (mode === 'test') return mode
  if (purpose === 'campaign-contact-test') return 'contact-test'
  return purpose === 'campaign-education' ? 'education' : mode
}
