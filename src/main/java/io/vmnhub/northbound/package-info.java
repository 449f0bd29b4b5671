/**
 * What connectors and routes need from Java: the message's JSON form, its type converters, the processors behind the shipped
 * Kamelets, and the check of Kamelets and their uses.
 */
package io.vmnhub.northbound;
