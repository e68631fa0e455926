/**
 * A Postern for tests: {@link dev.postern.junit.PosternExtension} starts it, {@link dev.postern.junit.PosternTenant} is what one test uses.
 * Nothing of the server is on the class path of the tests.
 */
@NullMarked
package dev.postern.junit;

import org.jspecify.annotations.NullMarked;
