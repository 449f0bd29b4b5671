/**
 * The short message itself: SMS-DELIVER TPDUs decoded and encoded (TS 23.040), alphabets (TS 23.038), user data
 * headers, addresses, timestamps. Pure Java: nothing here knows SS7 stacks, routes or protocols towards applications.
 */
package io.vmnhub.sms;
