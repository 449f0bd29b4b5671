/** The management interface: what operators and their tools see and do, on the management port. */
package io.vmnhub.northbound.management;
