/** Parameters without a published id: the sandbox's own ids start at 900,000. */
export const parameterIds = {
  inductance: 900_001,
  shielding: 900_002,
  core: 900_003,
  supplyVoltage: 900_004,
  outputVoltage: 900_005,
  drainSourceVoltage: 900_006,
  channelType: 900_007,
  reverseVoltage: 900_008,
  zenerVoltage: 900_009,
  positions: 900_010,
  pitch: 900_011,
  memorySize: 900_012,
  interface: 900_013,
  logicFunction: 900_014,
  regulatorTopology: 900_015,
  resolution: 900_016,
} as const;
