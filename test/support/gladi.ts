/** The file of a drill of KSB-1 on 5 December 2026 from 09.00 to 11.00 WIB, to which people are invited a week before. */
export const gladi = (more: string): string => `
id: gladi
type: gladi-posko
hazard: flood
sites: { codes: [KSB-1] }
startsAt: 2026-12-05T09:00
zone: site
duration: 2h
invite: 7d
${more}`
