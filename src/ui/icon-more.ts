/** Pictures of what is fetched later, as paths that `icon` takes. */
export const CHECK = 'M5 12.5l4.5 4.5L19 7.5';
export const CHEVRON_BACK = 'M14.5 6l-6 6 6 6';
export const CHEVRON_FORWARD = 'M9.5 6l6 6-6 6';
export const CROSS = 'M6.5 6.5l11 11M17.5 6.5l-11 11';
export const LOCK = 'M7.5 10.5V8a4.5 4.5 0 0 1 9 0v2.5M6 10.5h12v9H6z';
export const CLOCK = 'M12 7v5l3.5 2M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0';
export const AHEAD = 'M5 6l6 6-6 6M13 6l6 6-6 6';
export const BEHIND = 'M19 6l-6 6 6 6M11 6l-6 6 6 6';
export const GAUGE = 'M4 17.5a8.5 8.5 0 1 1 16 0M12 16l4-5.5';
export const CAST = 'M3.5 8.5v-3h17v13H14M3.5 12a6.5 6.5 0 0 1 6.5 6.5M3.5 15.5a3 3 0 0 1 3 3';
export const AIRPLAY = 'M6.5 17h-3V5.5h17V17h-3M12 14.5l4.5 5.5h-9z';
export const WIDE = 'M3.5 7.5h17v9h-17z';
