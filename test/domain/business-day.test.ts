import { expect, test } from "vitest";
import { BusinessDay, businessDay } from "../../src/domain/business-day.ts";

test.each([
  ["2026-01-01T00:00:00Z", "UTC", "2026-01-01"],
  ["2025-12-31T23:59:59.999Z", "UTC", "2025-12-31"],
  ["2026-03-08T04:59:59Z", "America/New_York", "2026-03-07"],
  ["2026-03-08T05:00:00Z", "America/New_York", "2026-03-08"], // 23 hours long: the clocks go forward
  ["2026-03-09T03:59:59Z", "America/New_York", "2026-03-08"],
  ["2026-03-09T04:00:00Z", "America/New_York", "2026-03-09"],
  ["2026-10-24T21:59:59Z", "Europe/Berlin", "2026-10-24"],
  ["2026-10-24T22:00:00Z", "Europe/Berlin", "2026-10-25"], // 25 hours long: the clocks go back
  ["2026-10-25T22:59:59Z", "Europe/Berlin", "2026-10-25"],
  ["2026-10-25T23:00:00Z", "Europe/Berlin", "2026-10-26"],
  ["2026-06-30T18:29:59Z", "Asia/Kolkata", "2026-06-30"],
  ["2026-06-30T18:30:00Z", "Asia/Kolkata", "2026-07-01"],
  ["2026-06-30T10:00:00Z", "Pacific/Kiritimati", "2026-07-01"],
  ["2026-06-30T10:59:59Z", "Pacific/Pago_Pago", "2026-06-29"],
  ["2024-02-29T12:00:00Z", "Asia/Tokyo", "2024-02-29"],
])("%s in %s is a part of %s", (at, timezone, day) => {
  expect(businessDay(new Date(at), timezone)).toBe(day);
});

test("a day that clocks change lasts as long as it does there", () => {
  const hoursOf = (day: string) =>
    Array.from({ length: 72 }, (_, hour) => new Date(Date.UTC(2026, 2, 7, hour))).filter(
      (at) => businessDay(at, "America/New_York") === day,
    ).length;
  expect([hoursOf("2026-03-07"), hoursOf("2026-03-08")]).toEqual([24, 23]);
});

test.each(["2000-01-01", "2024-02-29", "9999-12-31"])("%s can be asked for", (day) => {
  expect(BusinessDay.parse(day)).toBe(day);
});

test.each(["0000-01-01", "1999-12-31", "2026-02-29", "2026-1-1", "today", ""])(
  "%j cannot be asked for, which one sentence says",
  (day) => {
    expect(BusinessDay.safeParse(day).error?.issues.map(({ message }) => message)).toEqual([
      "give a day of the calendar from 2000 on, such as 2026-11-20",
    ]);
  },
);
