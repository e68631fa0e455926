/** Calls of services: whom a call acts as, and what its result is for an action. */
@NullMarked
package dev.postern.workflow.service;

import org.jspecify.annotations.NullMarked;
