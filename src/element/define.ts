import { definePlayerElement } from './video-element.ts';

definePlayerElement();
