/** Clients of the official SDKs for a test's application. Needs azure-identity and microsoft-graph on the class path of the test. */
@NullMarked
package dev.postern.junit.sdk;

import org.jspecify.annotations.NullMarked;
