// One set of kernels. Includes the whole of a set's code; who includes this file defines LANES, the number of floats in a
// vector, LK_ISA, which set it is, and KERNELS, the name of its table, and has included sets.h and the headers the code
// needs.

#include "lanes.h"

#include "functions.h"
#include "tile.h"

#include "arrays.h"
#include "draws.h"
#include "gru.h"
#include "likelihood.h"
#include "outer.h"
#include "product.h"

const struct lk_kernels KERNELS = {
    .isa = LK_ISA,
    .packed_size = packed_size,
    .pack = pack,
    .multiply = multiply,
    .add_outer_products = add_outer_products,
    .gru_gates = gru_gates,
    .gru_output = gru_output,
    .gru_output_backward = gru_output_backward,
    .gru_reset_backward = gru_reset_backward,
    .exp = exp_array,
    .log = log_array,
    .tanh = tanh_array,
    .sigmoid = sigmoid_array,
    .normals = normals,
    .mask = mask,
    .apply_mask = apply_mask,
    .add_masked = add_masked,
    .poisson = poisson,
    .poisson_gradient = poisson_gradient,
    .poisson_weighted = poisson_weighted,
    .gaussian = gaussian,
    .gaussian_gradient = gaussian_gradient,
    .gaussian_weighted = gaussian_weighted,
    .zero_inflated_gamma = zero_inflated_gamma,
    .fill_rows = fill_rows,
    .add_row_sums = add_row_sums,
    .add_scaled = add_scaled,
    .scale = scale_array,
    .sum_of_squares = sum_of_squares,
    .all_finite = all_finite,
    .adam = adam,
};
