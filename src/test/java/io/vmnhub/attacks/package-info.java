/** What attackers and broken peers do to the hub's doors, each as a test that says how it must end. */
package io.vmnhub.attacks;
