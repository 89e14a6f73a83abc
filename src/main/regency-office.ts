import type { Installation } from './installation.ts'

/** Whom the people of a regency turn to where nobody has called them, such as `BPBD Kab. Bandung`. */
export const regencyOffice =
  ({ places }: Pick<Installation, 'places'>) =>
  (regencyCode: string): string =>
    `BPBD ${places.gazetteer().shortRegencyName(regencyCode)}`
