// Draws the page of all form parts (forms-page.ts).
import { mount } from 'svelte';
import Forms from './Forms.svelte';

mount(Forms, { target: document.body });
