import type { TruePart } from "./true-part.ts";

type CategoryPath = TruePart["category"];

const resistors = { id: 2, name: "Resistors" };
const capacitors = { id: 3, name: "Capacitors" };
const inductors = { id: 4, name: "Inductors, Coils, Chokes" };
const discretes = { id: 19, name: "Discrete Semiconductor Products" };
const circuits = { id: 32, name: "Integrated Circuits (ICs)" };
const connectors = { id: 20, name: "Connectors, Interconnects" };
const wireless = { id: 37, name: "RF and Wireless" };
const boards = { id: 33, name: "Development Boards, Kits, Programmers" };
const sensors = { id: 25, name: "Sensors, Transducers" };
const crystals = { id: 12, name: "Crystals, Oscillators, Resonators" };
const optoelectronics = { id: 7, name: "Optoelectronics" };
const isolators = { id: 39, name: "Isolators" };
const protection = { id: 9, name: "Circuit Protection" };

/** Category paths, root first. Ids below 900,000 are DigiKey's; those from there on are the sandbox's own. */
export const categories = {
  chipResistor: [resistors, { id: 52, name: "Chip Resistor - Surface Mount" }],
  throughHoleResistor: [resistors, { id: 53, name: "Through Hole Resistors" }],
  ceramicCapacitor: [capacitors, { id: 60, name: "Ceramic Capacitors" }],
  aluminiumCapacitor: [capacitors, { id: 58, name: "Aluminum Electrolytic Capacitors" }],
  inductor: [inductors, { id: 900_001, name: "Fixed Inductors" }],
  bipolarTransistor: [
    discretes,
    { id: 2045, name: "Transistors" },
    { id: 2087, name: "Bipolar (BJT)" },
    { id: 276, name: "Single Bipolar Transistors" },
  ],
  mosfet: [discretes, { id: 2045, name: "Transistors" }, { id: 900_002, name: "Single FETs, MOSFETs" }],
  diode: [discretes, { id: 900_003, name: "Diodes" }],
  tvsDiode: [protection, { id: 900_004, name: "TVS Diodes" }],
  amplifier: [
    circuits,
    { id: 2018, name: "Linear" },
    { id: 2034, name: "Amplifiers" },
    { id: 687, name: "Instrumentation, Op Amps, Buffer Amps" },
  ],
  comparator: [circuits, { id: 2018, name: "Linear" }, { id: 900_005, name: "Comparators" }],
  timer: [circuits, { id: 900_006, name: "Clock/Timing" }],
  logic: [circuits, { id: 900_007, name: "Logic" }],
  microcontroller: [circuits, { id: 900_008, name: "Microcontrollers" }],
  memory: [circuits, { id: 900_009, name: "Memory" }],
  interface: [circuits, { id: 900_010, name: "Interface" }],
  powerManagement: [circuits, { id: 900_011, name: "Power Management (PMIC)" }],
  dataConverter: [circuits, { id: 900_012, name: "Data Acquisition" }],
  sensor: [sensors],
  optocoupler: [isolators],
  led: [optoelectronics],
  crystal: [crystals],
  connector: [connectors],
  wirelessModule: [wireless],
  board: [boards],
} as const satisfies Record<string, CategoryPath>;

export type CategoryName = keyof typeof categories;
