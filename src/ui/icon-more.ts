/** Pictures of what is fetched later, as paths that `icon` takes. */
export const CHECK = 'M5 12l5 5 9-9';
export const CHEVRON_BACK = 'M15 6l-6 6 6 6';
export const CHEVRON_FORWARD = 'M9 6l6 6-6 6';
export const CROSS = 'M6 6l12 12M18 6L6 18';
export const LOCK = 'M8 11V8a4 4 0 0 1 8 0v3M6 11h12v9H6z';
export const CLOCK = 'M12 7v5l3 2M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0';
export const AHEAD = 'M5 6l6 6-6 6M13 6l6 6-6 6';
export const BEHIND = 'M19 6l-6 6 6 6M11 6l-6 6 6 6';
export const GAUGE = 'M5 18a9 9 0 1 1 14 0M12 16l4-5';
export const CAST = 'M4 9V6h16v12h-6M4 12a6 6 0 0 1 6 6M4 15a3 3 0 0 1 3 3';
export const AIRPLAY = 'M7 17H4V6h16v11h-3M12 14l5 6H7z';
