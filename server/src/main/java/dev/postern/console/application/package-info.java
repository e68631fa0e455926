/** The applications: what they may do, how they sign in, what confines them. */
@NullMarked
package dev.postern.console.application;

import org.jspecify.annotations.NullMarked;
