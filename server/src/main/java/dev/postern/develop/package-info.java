/**
 * Developer mode: what {@code ./postern dev} has and a production server has not. Seeds, faults, a movable clock, captured outside mail,
 * throw-away tenants and resets, under {@code /postern/dev}.
 */
@NullMarked
package dev.postern.develop;

import org.jspecify.annotations.NullMarked;
