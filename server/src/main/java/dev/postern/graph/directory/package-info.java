/**
 * The directory over Graph: users, groups and their members, applications, service principals, grants of app roles.
 * Each operation works on one immutable snapshot of the caller's tenant, or changes it through the capability that the
 * gate opened.
 */
@NullMarked
package dev.postern.graph.directory;

import org.jspecify.annotations.NullMarked;
