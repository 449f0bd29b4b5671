/** The inbox: messages stored for applications that fetch them. A message that is in it is confirmed to the SMSC. */
package io.vmnhub.northbound.inbox;
