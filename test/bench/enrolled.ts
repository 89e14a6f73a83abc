import type { Installation } from '../../src/main/installation.ts'
import { saveResponders } from '../../src/store/register.ts'

/** Everybody has a phone and an e-mail address, and so gets a notice by each. */
export const enrol = async (
  { database, seal, clock, places }: Installation,
  count: number,
  position: readonly [number, number],
): Promise<void> => {
  const landmass = places.landmasses().at(position) ?? null
  const people = Array.from({ length: count }, (_, nth) => {
    const digits = String(nth).padStart(5, '0')
    return {
      externalId: `bench-${digits}`,
      source: 'bench',
      name: `Warga ${digits}`,
      kind: 'tagana',
      level: null,
      phone: `+6284000${digits}`,
      email: `warga-${digits}@contoh.invalid`,
      channels: ['email', 'sms'],
      villageCode: '32.04.15.2003',
      regencyCode: '32.04',
      servesCodes: [],
      siteCode: null,
      position,
      accuracyM: 50,
      landmass,
      skills: [],
      language: 'id',
      consentOn: null,
      optedOutUntil: null,
      unavailableUntil: null,
      bornYear: null,
      synthetic: true,
    } as const
  })
  await saveResponders(database, seal, people, clock.now())
}
