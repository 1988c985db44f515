/** The case sizes of chip components by their inch code, as a distributor prints them. */
export const chipSizes = {
  "0201": { packageText: "0201 (0603 Metric)", dimensions: '0.024" L x 0.012" W (0.60mm x 0.30mm)' },
  "0402": { packageText: "0402 (1005 Metric)", dimensions: '0.039" L x 0.020" W (1.00mm x 0.50mm)' },
  "0603": { packageText: "0603 (1608 Metric)", dimensions: '0.063" L x 0.031" W (1.60mm x 0.80mm)' },
  "0805": { packageText: "0805 (2012 Metric)", dimensions: '0.079" L x 0.049" W (2.00mm x 1.25mm)' },
  // From here on the makers' nominal sizes differ.
  "1206": { packageText: "1206 (3216 Metric)", dimensions: null },
  "1210": { packageText: "1210 (3225 Metric)", dimensions: null },
  "2010": { packageText: "2010 (5025 Metric)", dimensions: null },
  "2512": { packageText: "2512 (6432 Metric)", dimensions: null },
} as const satisfies Record<string, { readonly packageText: string; readonly dimensions: string | null }>;

export type ChipSize = keyof typeof chipSizes;
